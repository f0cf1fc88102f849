// Which configurations a whole check asks, and how each is called.
import { describe, expect, it } from 'vitest';
import { loadText } from '../source/loadScenario.ts';
import { planChecks } from './plannedCheck.ts';

const TEXT = `
change guarded "the increment is guarded";
change twice "it is done twice";
vary guarded, twice;
world begun = no | yes "whether somebody began";
require twice => guarded;
kernel "new" = { guarded };
kernel "old" = { };
int 0..1 n;
task one 'a' { n = 1; }
`;

describe('planChecks', () => {
  it('asks named kernels first, in the order of the text, and says what differs from them', () => {
    const { program } = loadText('toy', TEXT);
    if (program === null) throw new Error('the text is a program');
    expect(planChecks(program).map(({ reported }) => reported)).toEqual([
      { kernel: 'new', options: {} },
      { kernel: 'new', options: { begun: 'yes' } },
      { kernel: 'old', options: {} },
      { kernel: 'old', options: { begun: 'yes' } },
      { kernel: null, options: { guarded: true, twice: true } },
      { kernel: null, options: { guarded: true, twice: true, begun: 'yes' } },
    ]);
  });
});
