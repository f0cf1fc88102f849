// Explains a stop: which task stopped, at which lock, and why. An explanation is made of parts, so that a view can
// show a task in its colour and a lock with its icon.

import { LOCK_WORDS } from '../../model/world/lockVerb.ts';
import { unreachable } from '../../base/assert.ts';
import { waitPhrase } from '../../model/world/waitPhrase.ts';
import type { LockName, TaskInfo, Wait, WaitLink } from '../../model/world/world.ts';
import type { Followed } from './followed.ts';
import type { Offer, Stop } from './playback.ts';
import { type Reason, type Refusal, refusalAt, runLength } from './reason.ts';

export type Part =
  | string
  | { readonly kind: 'task'; readonly task: number; readonly text: string }
  | { readonly kind: 'lock'; readonly lock: LockName; readonly text: string }
  | { readonly kind: 'property'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string };

export type Phrase = readonly Part[];

export interface Explanation {
  readonly headline: Phrase;
  /** Empty where there is nothing to add. */
  readonly why: Phrase;
}

/** The names used in an explanation. */
export interface ModelNames {
  readonly tasks: readonly TaskInfo[];
  readonly properties: readonly { readonly name: string; readonly violation: string }[];
}

/** The explanation as plain text: for a screen reader, a notice, a test. */
export function plain({ headline, why }: Explanation): string {
  const text = phraseText(headline);
  return why.length === 0 ? text : `${text}: ${phraseText(why)}`;
}

export function phraseText(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/**
 * All explanations of a stop, the most important first: of several broken properties, the played one.
 */
export function explainStop(stop: Stop, offer: Offer, modelNames: ModelNames): Explanation[] {
  switch (stop.kind) {
    case 'start':
      return [explanation(['At the start: no step taken yet'])];
    case 'paused':
      return [explanation([`Paused after ${stepCount(stop.at)}`])];
    case 'refused':
      return [explainRefusal(stop.refusal, modelNames)];
    case 'nothing-to-play':
      return [explainOffer(offer)];
    case 'reached':
      return byProperty(stop.reasons, offer.property).map((reason) =>
        explainReason(reason, modelNames),
      );
    default:
      return unreachable(stop);
  }
}

function byProperty(reasons: readonly Reason[], property: string | null): readonly Reason[] {
  const played = reasons.filter(
    (reason) => reason.kind === 'broken' && reason.property === property,
  );
  return [...played, ...reasons.filter((reason) => !played.includes(reason))];
}

/** Why a step was not taken: `fault takes no step: it waits for P1.PG_locked, held by punch`. */
export function explainRefusal(
  { stop, waitsFor, settling }: Refusal,
  modelNames: ModelNames,
): Explanation {
  if (stop.kind === 'ended')
    return explanation(['No task can take a step'], ['the machine has stopped, ', code(stop.oops)]);
  const headline = [task(stop.task, modelNames), ' cannot take a step'];
  switch (stop.kind) {
    case 'blocked':
      if (settling) return explanation(headline, ['it begins when all other tasks have ended']);
      if (stop.on === null) return explanation(headline, ['it waits until its condition holds']);
      return explanation(headline, [
        'it waits for ',
        lock(stop.on),
        ...forWhom(waitsFor, stop.task, modelNames),
      ]);
    case 'done':
      return explanation(headline, ['it has ended']);
    case 'limit':
      return explanation(headline, ['the limit “', code(stop.limit), '” is reached']);
    case 'no-choice':
      return explanation(
        headline,
        stop.choice === null
          ? ['it has to choose a branch']
          : ['it has no branch ', code(stop.choice)],
      );
    default:
      return unreachable(stop);
  }
}

/** What playing would continue with at the end of the run, or why there is nothing. */
export function explainOffer(offer: Offer): Explanation {
  const name = property(offer.property ?? 'no property');
  if (offer.kind === 'witness')
    return explanation(
      ['End of the run'],
      [`play shows ${offer.shortest ? 'the shortest' : 'a'} run that breaks `, name],
    );
  if (offer.kind === 'ending')
    return explanation(
      ['The run ends here, and ', name, ' holds'],
      ['play shows a run to its end'],
    );
  switch (offer.why) {
    case 'holds':
      return explanation([name, ' holds'], ['there is no bad run to play; take steps of your own']);
    case 'searching':
      return explanation(['Nothing to play yet'], [name, ' is still being searched']);
    case 'unknown':
      return explanation(
        ['Nothing to play'],
        [name, ' is unknown: no bad run was found before a limit'],
      );
    case 'initial':
      return explanation([name, ' is broken before the first step'], ['there is nothing to play']);
    case 'unasked':
      return explanation(['Nothing to play'], ['no property was searched; take steps of your own']);
    default:
      return unreachable(offer.why);
  }
}

/**
 * How a run was carried over from another kernel or text, and where it diverges; null for a run without a step.
 * `here`: the name of the kernel or text that it was carried to.
 */
export function explainFollowed(
  followed: Followed,
  here: string,
  modelNames: ModelNames,
): Explanation | null {
  const { origin, run, divergence, inserted, skipped } = followed;
  const steps = runLength(origin.run);
  if (steps === 0) return null;
  if (divergence === null) {
    const only = [
      ...stepsThat(inserted.length, 'only it has'),
      ...stepsThat(skipped.length, 'it does not have'),
    ];
    return explanation(
      [`Followed the whole run of ${stepCount(steps)} on ${here}`],
      only.length === 0 ? [] : [only.join(', ')],
    );
  }
  const { stop, task: who, wanted } = divergence;
  if (stop === null) {
    return explanation(
      [`Here ${here} diverges`],
      [task(who, modelNames), ' does not reach ', code(wanted.text)],
    );
  }
  const why = explainRefusal(refusalAt(run, runLength(run), stop), modelNames).why;
  return explanation(
    [
      stop.kind === 'blocked' ? `Here ${here} blocks ` : `Here ${here} stops `,
      task(who, modelNames),
    ],
    why,
  );
}

function stepsThat(count: number, relation: string): string[] {
  return count === 0 ? [] : [`${stepCount(count)} that ${relation}`];
}

function stepCount(steps: number): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
}

function explainReason(reason: Reason, modelNames: ModelNames): Explanation {
  switch (reason.kind) {
    case 'broken':
      return explainBroken(reason, modelNames);
    case 'deadlock':
      return explanation(['Deadlock'], cycle(reason.cycle, modelNames));
    case 'panic':
      return explanation(
        [task(reason.task, modelNames), ' stops the machine'],
        [code(reason.oops)],
      );
    case 'lock':
      return explainLock(reason, modelNames);
    case 'switch':
      return explanation(
        [task(reason.to, modelNames), ' runs next'],
        ['a context switch from ', task(reason.from, modelNames)],
      );
    case 'quiescent':
      return explanation(['Every task has ended']);
    case 'halted':
      return explanation(
        ['The schedule cannot continue'],
        flat(explainRefusal(reason.refusal, modelNames)),
      );
    case 'end':
      return explanation(['End of the run']);
    case 'step':
      return explanation([task(reason.task, modelNames)], [code(reason.site.text)]);
    default:
      return unreachable(reason);
  }
}

function explainBroken(
  reason: Reason & { kind: 'broken' },
  { tasks, properties }: ModelNames,
): Explanation {
  const violation = properties.find(({ name }) => name === reason.property)?.violation;
  const name = property(reason.property);
  const why = violation === undefined ? [] : [violation];
  if (reason.task === null) return explanation([name, ' is broken from the start'], why);
  return explanation([task(reason.task, { tasks, properties }), ' breaks ', name], why);
}

function explainLock(
  { event, by, others }: Reason & { kind: 'lock' },
  modelNames: ModelNames,
): Explanation {
  const who = task(event.task, modelNames);
  const what = lock(event.lock);
  const shared = event.mode === 'shared' ? ' for reading' : '';
  const { takes, releases, lacks } = LOCK_WORDS[event.lock.kind];
  const holders =
    others.length === 0
      ? [lacks ?? 'others queue for it']
      : ['held by ', ...names(others, event.task, modelNames)];
  switch (event.kind) {
    case 'acquire':
      return explanation(
        [who, ` ${takes} `, what, shared],
        others.length === 0
          ? [lacks === null ? 'it was free' : 'its count was not 0']
          : ['beside ', ...names(others, event.task, modelNames)],
      );
    case 'release':
      return explanation(
        [who, ` ${releases} `, what],
        others.length === 0 ? [] : ['still ', ...holders],
      );
    case 'downgrade':
      return explanation([who, ' downgrades ', what], ['from now on it only reads']);
    case 'queue':
      return explanation([who, ' queues for ', what, shared], holders);
    case 'trylock-failed':
      return explanation([who, ' tries ', what, ' but fails'], holders);
    case 'contend':
      return explanation([who, ' waits for ', what, shared], holders);
    case 'wake':
      return explanation(
        [who, ' can go on'],
        [task(by, modelNames), lacks === null ? ' released ' : ` ${releases} `, what],
      );
    default:
      return unreachable(event.kind);
  }
}

function explanation(headline: Phrase, why: Phrase = []): Explanation {
  return { headline, why };
}

function flat({ headline, why }: Explanation): Phrase {
  return [...headline, ': ', ...why];
}

function forWhom(waits: readonly Wait[], waiter: number, modelNames: ModelNames): Phrase {
  const named = (why: Wait['why'], before: string): Phrase => {
    const tasks = waits.filter((wait) => wait.why === why).map((wait) => wait.task);
    return tasks.length === 0 ? [] : [before, ...names(tasks, waiter, modelNames)];
  };
  return [...named('holds', ', held by '), ...named('queues', ', behind ')];
}

/** `punch and flush`; a task that waits for itself is named as such. */
function names(tasks: readonly number[], waiter: number, modelNames: ModelNames): Phrase {
  return tasks.flatMap((index, i) => {
    const and = i === 0 ? [] : [i === tasks.length - 1 ? ' and ' : ', '];
    return [...and, task(index, modelNames), ...(index === waiter ? [' itself'] : [])];
  });
}

/** `fault waits for punch, which waits for fault`. */
function cycle(links: readonly WaitLink[], modelNames: ModelNames): Phrase {
  const [first] = links;
  if (first === undefined) return ['no task can take a step'];
  const words = links.flatMap((link, i) => {
    const next = links[i + 1] ?? first;
    const { before, after } = waitPhrase(link);
    return [`${i === 0 ? ' ' : ', which '}${before} `, task(next.task, modelNames), after];
  });
  return [task(first.task, modelNames), ...words.filter((word) => word !== '')];
}

function task(index: number, { tasks }: ModelNames): Part {
  return { kind: 'task', task: index, text: tasks[index]?.name ?? `task ${index}` };
}

function lock(name: LockName): Part {
  return { kind: 'lock', lock: name, text: name.name };
}

function property(name: string): Part {
  return { kind: 'property', text: name };
}

function code(text: string): Part {
  return { kind: 'code', text };
}
