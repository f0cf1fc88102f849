// The state graph in a whole session without a browser: asked for, walked along, and gone to.
import { describe, expect, it } from 'vitest';
import { pressKey } from '../session/commands.ts';
import { selectGraph, selectGraphReport, selectRunNodes } from './graphPlan.ts';
import { selectReport, selectSchedule } from '../state/select.ts';
import { toySession } from '../session/toySession.testing.ts';

const G = {
  key: 'g',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
};

function opened() {
  const all = toySession('#/counter/old');
  all.answerAll();
  pressKey(all.session, G, new Set());
  return all;
}

describe('the state graph', () => {
  it('is explored when it is opened, with the states and the ends that the check has', () => {
    const { session, state } = toySession('#/counter/old');
    expect(selectGraph(state())).toBeNull();
    session.toggleGraph();
    const all = opened();
    const report = selectGraphReport(all.state());
    const check = selectReport(all.state());
    expect(all.state().graphOpen).toBe(true);
    expect(report?.graph.states).toBe(check?.states);
    expect(report?.ends.map(({ values, ending, states }) => ({ values, ending, states }))).toEqual(
      check?.census.outcomes.map(({ values, ending, states }) => ({ values, ending, states })),
    );
    all.session.askGraph('ahead');
    expect(selectGraphReport(all.state())?.drawn.detail).toBe('ahead');
  });

  it('goes to any node: the run of moves there stands in it', () => {
    const { session, state } = opened();
    const nodes = selectGraphReport(state())?.drawn.nodes ?? 0;
    expect(nodes).toBeGreaterThan(3);
    for (let node = 0; node < nodes; node++) {
      session.goToNode(node);
      expect(state().graphOpen).toBe(false);
      expect(selectRunNodes(state())[state().playback.cursor]).toBe(node);
    }
  });

  it('keeps a run that comes through the node, and undo brings back one that does not', () => {
    const { session, state } = opened();
    const last = (selectGraphReport(state())?.drawn.nodes ?? 1) - 1;
    session.goToNode(last);
    const schedule = selectSchedule(state());
    session.goToNode(0);
    expect(state().playback.cursor).toBe(0);
    expect(selectSchedule(state())).toBe(schedule);
    const nodes = selectRunNodes(state());
    const other = Array.from({ length: last }, (_, node) => node).find(
      (node) => !nodes.includes(node),
    );
    session.goToNode(other ?? -1);
    expect(selectSchedule(state())).not.toBe(schedule);
    session.send({ type: 'undo' });
    expect(selectSchedule(state())).toBe(schedule);
  });

  it('is another kernel’s on another kernel', () => {
    const { session, state } = opened();
    session.chooseKernel('new');
    expect(selectGraph(state())).toBeNull();
    expect(selectRunNodes(state())).toEqual([]);
  });
});
