// All questions keep to the memory that a person allows, whichever worker answers them.
import { expect, it } from 'vitest';
import type { Checker } from '../../check/worker/checkerClient.ts';
import type { Limits } from '../../check/verdict/report.ts';
import { byteChoices } from '../state/panels.ts';
import { selectFinding } from '../state/select.ts';
import { hostSession, toyLibrary, toyLimits } from '../session/toySession.testing.ts';

it('asks within the memory that a person chose', () => {
  const heard = new Map<string, Limits>();
  const listener = (name: string): Checker<{ readonly limits: Limits }, never, never> => ({
    start: ({ limits }) => {
      heard.set(name, limits);
      return () => {};
    },
    close: () => {},
  });
  const ports = {
    asker: listener('why'),
    grapher: listener('graph'),
    measurer: listener('space'),
  };
  const { session, state, asked, answerAll } = hostSession('', toyLibrary, toyLimits, null, ports);
  const [maxBytes = 0] = byteChoices;
  session.setPanels({ maxBytes });
  answerAll();
  session.askWhy('agree', selectFinding(state())?.witness ?? '');
  session.askGraph(null);
  session.showSpace(true);
  heard.set('check', asked.at(-1)?.request.limits ?? toyLimits);
  const limits = { ...toyLimits, maxBytes };
  expect(Object.fromEntries(heard)).toEqual({
    why: limits,
    graph: limits,
    space: limits,
    check: limits,
  });
});
