// All commands in one table: keyboard, buttons and the list of keys read the same rows.

import { defaultPolicy, type PausePolicy } from '../player/pausePolicy.ts';
import { type Claim, commandOf, type Keyed, type KeyPress } from './keyboard.ts';
import { selectChoosing } from '../state/select.ts';
import { selectSets } from '../plans/matrix.ts';
import type { Session } from './session.ts';
import type { SessionState } from '../state/store.ts';

export interface Command extends Keyed {
  readonly id: string;
  /** The description in the list of keys. */
  readonly title: string;
  readonly group: 'step' | 'move' | 'run' | 'page';
  enabled(state: SessionState): boolean;
  run(session: Session): void;
}

export const commands: readonly Command[] = [
  ...Array.from({ length: 9 }, (_, task) => taskStep(task)),
  {
    id: 'next',
    title: 'Next step of the run',
    group: 'move',
    keys: ['ArrowRight'],
    repeats: true,
    enabled: always,
    run: (session) => session.send({ type: 'next' }),
  },
  {
    id: 'previous',
    title: 'Previous step',
    group: 'move',
    keys: ['ArrowLeft'],
    repeats: true,
    enabled: ({ playback }) => playback.cursor > 0,
    run: (session) => session.send({ type: 'previous' }),
  },
  {
    id: 'play',
    title: 'Play to the next stop, or pause',
    group: 'move',
    keys: ['Space'],
    repeats: false,
    enabled: always,
    run: (session) => session.send({ type: session.store.getState().playing ? 'pause' : 'play' }),
  },
  {
    id: 'next-stop',
    title: 'To the next stop',
    group: 'move',
    keys: ['PageDown'],
    repeats: true,
    enabled: always,
    run: (session) => session.send({ type: 'skip', policy: null }),
  },
  {
    id: 'previous-stop',
    title: 'To the previous stop',
    group: 'move',
    keys: ['PageUp'],
    repeats: true,
    enabled: ({ playback }) => playback.cursor > 0,
    run: (session) => session.send({ type: 'skip-back', policy: null }),
  },
  {
    id: 'next-lock',
    title: 'To the next lock transition',
    group: 'move',
    keys: [']'],
    repeats: true,
    enabled: always,
    run: (session) =>
      session.send({ type: 'skip', policy: lockTransitions(session.store.getState()) }),
  },
  {
    id: 'previous-lock',
    title: 'To the previous lock transition',
    group: 'move',
    keys: ['['],
    repeats: true,
    enabled: ({ playback }) => playback.cursor > 0,
    run: (session) =>
      session.send({ type: 'skip-back', policy: lockTransitions(session.store.getState()) }),
  },
  {
    id: 'start',
    title: 'To the start of the run',
    group: 'move',
    keys: ['Home'],
    repeats: false,
    enabled: ({ playback }) => playback.cursor > 0,
    run: (session) => session.send({ type: 'seek', to: 0 }),
  },
  {
    id: 'end',
    title: 'To the end of the run',
    group: 'move',
    keys: ['End'],
    repeats: false,
    enabled: always,
    run: (session) => session.send({ type: 'seek', to: Infinity }),
  },
  {
    id: 'undo',
    title: 'Undo: return to the previous run',
    group: 'run',
    keys: ['u', 'Mod+z'],
    repeats: false,
    enabled: ({ playback }) => playback.past.length > 0,
    run: (session) => session.send({ type: 'undo' }),
  },
  {
    id: 'redo',
    title: 'Redo what was undone',
    group: 'run',
    keys: ['U', 'Mod+Shift+z', 'Mod+y'],
    repeats: false,
    enabled: ({ playback }) => playback.future.length > 0,
    run: (session) => session.send({ type: 'redo' }),
  },
  {
    id: 'edit',
    title: 'Edit the program, or return to the code panels',
    group: 'page',
    keys: ['e'],
    repeats: false,
    enabled: always,
    run: (session) => session.toggleEditor(),
  },
  {
    id: 'beside',
    title: 'Side by side with another kernel, or back to one',
    group: 'page',
    keys: ['c'],
    repeats: false,
    enabled: ({ program }) => program.kernels.length > 1,
    run: (session) => session.toggleComparison(),
  },
  {
    id: 'theme',
    title: 'Light or dark',
    group: 'page',
    keys: ['t'],
    repeats: false,
    enabled: always,
    run: (session) => session.toggleTheme(),
  },
  {
    id: 'matrix',
    title: 'Compare all combinations of fixes',
    group: 'page',
    keys: ['m'],
    repeats: false,
    enabled: ({ program }) => selectSets(program) > 1,
    run: (session) => session.toggleMatrix(),
  },
  {
    id: 'graph',
    title: 'Graph of all states',
    group: 'page',
    keys: ['g'],
    repeats: false,
    enabled: always,
    run: (session) => session.toggleGraph(),
  },
  {
    id: 'help',
    title: 'List of keys',
    group: 'page',
    keys: ['?'],
    repeats: false,
    enabled: always,
    run: (session) => session.toggleHelp(),
  },
];

/** The command of that id, which must be in the table. */
export function commandById(id: string): Command {
  const found = commands.find((command) => command.id === id);
  if (found === undefined) throw new RangeError(`no command ${id}`);
  return found;
}

/**
 * Runs the command of a key press; true if there was one and the browser must not handle the press too. While a
 * task has to choose, the first letters of its branches take precedence over all commands.
 */
export function pressKey(session: Session, press: KeyPress, claims: ReadonlySet<Claim>): boolean {
  const state = session.store.getState();
  const { characterKeys } = state.panels;
  if (state.help) {
    const closes = press.key === 'Escape' || (press.key === '?' && characterKeys);
    if (closes) session.toggleHelp();
    return closes;
  }
  const meant = commandOf(press, claims, [...branches(state), ...commands], characterKeys);
  if (meant === null || !meant.enabled(state)) return false;
  meant.run(session);
  return true;
}

function taskStep(task: number): Command {
  return {
    id: `step-${task + 1}`,
    title: `One step of task ${task + 1}`,
    group: 'step',
    keys: [String(task + 1)],
    repeats: false,
    enabled: ({ model }) => task < model.tasks.length,
    run: (session) => session.send({ type: 'take', task, choice: null }),
  };
}

function branches(state: SessionState): Command[] {
  const choosing = selectChoosing(state);
  if (choosing === null) return [];
  const { task } = choosing;
  return choosing.labels.map((choice) => ({
    id: `choose-${choice}`,
    title: choice,
    group: 'step',
    keys: [choice.charAt(0)],
    repeats: false,
    enabled: always,
    run: (session) => session.send({ type: 'take', task, choice }),
  }));
}

function lockTransitions({ panels }: SessionState): PausePolicy {
  return { ...defaultPolicy, locks: panels.policy.locks, on: 'lock' };
}

function always(): boolean {
  return true;
}
