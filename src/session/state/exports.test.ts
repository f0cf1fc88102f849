// What leaves the page as text, from a session without a browser.
import { describe, expect, it } from 'vitest';
import { exportModel, exportRun } from './exports.ts';
import { toySession } from '../session/toySession.testing.ts';

function session() {
  const { session: own, state, answerAll } = toySession('');
  answerAll();
  return { own, state };
}

describe('exportRun', () => {
  it('tells the run as far as the page shows it', () => {
    const { own, state } = session();
    expect(exportRun(state())).toContain('kernel old: 0 steps');
    own.send({ type: 'take', task: 1, choice: null });
    own.send({ type: 'take', task: 0, choice: null });
    own.send({ type: 'previous' });
    expect(exportRun(state())).toContain('S.value = B');
    expect(exportRun(state())).not.toContain('S.value = A');
  });
});

describe('exportModel', () => {
  it.each(['exact', 'natural'] as const)(
    'names the file after the scenario, in the %s form',
    (form) => {
      const exported = exportModel(session().state(), form);
      expect(exported).toMatchObject({
        ok: true,
        file: { name: expect.stringMatching(/\.pml$/) as string },
      });
      expect(exported.ok && exported.file.text).toContain('#define untouched');
    },
  );
});
