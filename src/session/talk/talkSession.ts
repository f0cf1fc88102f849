// The session of a talk: its machine, the searches that its votes and verdicts need, the address, and the speaker window.

import { type Actor, createActor } from 'xstate';
import { unreachable } from '../../base/assert.ts';
import { sourceOf } from '../../check/source/programSource.ts';
import { DEFAULT_LIMITS } from '../../check/verdict/checkConfiguration.ts';
import type { Checker } from '../../check/worker/checkerClient.ts';
import { movers } from '../../talk/gradeVote.ts';
import type { Clock } from '../address/address.ts';
import type { OpenedBeat, OpenedTalk, StagePlace } from './openedTalk.ts';
import type { SpeakerChannel } from './speakerChannel.ts';
import { type TalkContext, type TalkEvent, talkMachine } from './talkMachine.ts';

export interface TalkPorts {
  readonly opened: OpenedTalk;
  readonly beat: number;
  readonly startedAt: number | null;
  readonly calm: boolean;
  readonly clock: Clock;
  readonly checker: Checker;
  readonly channel: SpeakerChannel;
  /** Milliseconds since 1970. */
  now(): number;
  /** The beat on the screen: the address follows it. */
  showBeat(beat: number): void;
  /** Survives a reload of this window. */
  keepStart(startedAt: number): void;
}

export interface TalkSnapshot {
  readonly context: TalkContext;
  readonly moving: boolean;
}

export class TalkSession {
  readonly #ports: TalkPorts;
  readonly #actor: Actor<typeof talkMachine>;
  readonly #forget: () => void;
  #snapshot: TalkSnapshot;
  #searching: string | null = null;

  constructor(ports: TalkPorts) {
    const { opened, beat, startedAt, calm, clock, channel } = ports;
    this.#ports = ports;
    this.#actor = createActor(talkMachine, {
      clock: clock as never,
      input: { beats: opened.beats, beat, startedAt, calm, now: () => ports.now() },
    });
    this.#actor.start();
    this.#snapshot = this.#read();
    this.#actor.subscribe(() => this.#follow());
    this.#forget = channel.listen((message) => {
      if (message.type === 'hello') this.#publish();
      else if (message.type === 'command') this.send(message.event);
    });
    this.#publish();
    this.#search();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const { unsubscribe } = this.#actor.subscribe(listener);
    return unsubscribe;
  };

  readonly snapshot = (): TalkSnapshot => this.#snapshot;

  readonly send = (event: TalkEvent): void => this.#actor.send(event);

  /** A search that a beat needs is under way. */
  isSearching(): boolean {
    return this.#searching !== null;
  }

  close(): void {
    this.#forget();
    this.#actor.stop();
    this.#ports.checker.close();
    this.#ports.channel.close();
  }

  #read(): TalkSnapshot {
    const { context, value } = this.#actor.getSnapshot();
    return { context, moving: value === 'moving' };
  }

  #follow(): void {
    const before = this.#snapshot.context;
    this.#snapshot = this.#read();
    const { context } = this.#snapshot;
    if (context.beat !== before.beat) this.#ports.showBeat(context.beat);
    if (context.startedAt !== null && context.startedAt !== before.startedAt)
      this.#ports.keepStart(context.startedAt);
    if (isNews(context, before)) this.#publish();
    if (context.beats !== before.beats || context.reports !== before.reports) this.#search();
  }

  #publish(): void {
    const { beat, place, revealed, screen, startedAt, aside } = this.#snapshot.context;
    const able = place === null ? [] : movers(place);
    this.#ports.channel.post({
      type: 'state',
      state: { beat, revealed, screen, startedAt, aside, movers: able },
    });
  }

  /** Searches the configurations of which a beat shows a verdict, one after the other. */
  #search(): void {
    const { beats, reports } = this.#snapshot.context;
    const place = beats.flatMap(searched).find(({ key }) => !reports.has(key));
    if (place === undefined) this.#searching = null;
    if (place === undefined || this.#searching === place.key) return;
    const { key, program, configuration } = place;
    this.#searching = key;
    const request = {
      source: sourceOf(program),
      config: configuration.config,
      limits: DEFAULT_LIMITS,
      reduce: [],
    };
    this.#ports.checker.start(request, (news) => {
      if (news.kind === 'done') this.send({ type: 'report', key, report: news.report });
    });
  }
}

/** The places whose configuration a beat speaks of as a whole. */
function searched({ beat: { scene }, places }: OpenedBeat): readonly StagePlace[] {
  switch (scene.kind) {
    case 'stage':
      return scene.show.includes('verdict') ? places : [];
    case 'vote':
      return scene.question.kind === 'does it hold' ? places : [];
    case 'compare':
      return places;
    case 'text':
    case 'picture':
      return [];
    default:
      return unreachable(scene);
  }
}

function isNews(a: TalkContext, b: TalkContext): boolean {
  return (
    a.beat !== b.beat ||
    a.place !== b.place ||
    a.revealed !== b.revealed ||
    a.screen !== b.screen ||
    a.startedAt !== b.startedAt
  );
}
