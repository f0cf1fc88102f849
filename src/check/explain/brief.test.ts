// The brief columns of every violated opening: short enough for a changelog.
import { expect, it } from 'vitest';
import { briefColumns } from '../../export/columns.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { violatedOpenings } from './catalogueOpenings.testing.ts';
import { briefOf } from './explanation.ts';

/** Openings with more decisive steps than fit. */
const LONGER: ReadonlySet<string> = new Set(['punch-livelock']);

const texts = new Map(
  violatedOpenings().map(({ name, model, witness, explanation }) => {
    const run = new Replayer(model).replay(witness);
    return [name, briefColumns(model, run, briefOf(explanation))];
  }),
);

it('has at most 20 lines of at most 75 characters', () => {
  for (const [name, text] of texts) {
    const lines = text.trimEnd().split('\n');
    if (!LONGER.has(name)) expect(lines.length, name).toBeLessThanOrEqual(20);
    else expect(lines.length, name).toBeGreaterThan(20);
    expect(Math.max(...lines.map((line) => line.length)), name).toBeLessThanOrEqual(75);
  }
});

it.each(['hole-punch', 'heisenbug', 'zap-mkclean', 'i_mutex-in-fault'])(
  'reads like a changelog: %s',
  async (name) => {
    await expect(texts.get(name)).toMatchFileSnapshot(`golden/brief-${name}.txt`);
  },
);
