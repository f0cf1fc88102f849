// A run goes from one kernel to another, and comes back as it was.
import { describe, expect, it } from 'vitest';
import { namedConfiguration } from '../../check/link/namedConfiguration.ts';
import { replayerOf } from '../state/replayers.ts';
import { toySession } from '../session/toySession.testing.ts';
import { carryRun } from './carriedRun.ts';

/** A run of some steps on the old kernel, and what carries it to the new one. */
function carried(letters: readonly string[], quiet: boolean) {
  const all = toySession('#/counter/old');
  all.take(...letters);
  const state = all.state();
  const config = namedConfiguration(state.program, 'new')?.config ?? {};
  const replayer = replayerOf(state.program, config);
  return { state, replayer, ...carryRun(state, { replayer, name: 'new', quiet }) };
}

describe('a run that is carried over', () => {
  it('is a run of the other model, followed from its origin', () => {
    const { state, replayer, documents, event } = carried(['f'], false);
    expect(documents.model).toBe(replayer.model);
    expect(documents.followed?.origin.run).toBe(state.playback.run);
    expect(event).toMatchObject({ type: 'remap', stepper: replayer });
    expect(documents.notices.map(({ topic }) => topic)).toEqual(['kernel']);
  });

  it('is carried without a notice where nobody asked for it and nothing is lost', () => {
    const followed = carried(['f'], true);
    expect(followed.documents.followed?.divergence).toBeNull();
    expect(followed.documents.notices).toEqual([]);
    const lost = carried(['f', 'p', 'p'], true);
    expect(lost.documents.followed?.divergence).not.toBeNull();
    expect(lost.documents.notices.length).toBe(1);
  });

  it('is carried on from its origin, so that it comes back whole', () => {
    const { session, state, take } = toySession('#/counter/old');
    take('f', 'p', 'p');
    const before = state().playback.run.moves;
    session.chooseKernel('new');
    expect(state().playback.run.moves).not.toEqual(before);
    session.chooseKernel('old');
    expect(state().playback.run.moves).toEqual(before);
  });
});
