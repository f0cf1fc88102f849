// The protocol between an embedded stage and the page around it (docs/EMBED.md). Whatever comes from outside is
// validated; what is no message of the protocol is null.

import * as v from 'valibot';
import { maxLinkLength } from '../../check/link/link.ts';

export const FRAME_VERSION = 1;

const envelope = { pagerace: v.literal(FRAME_VERSION) };
const messageSchema = v.variant('type', [
  v.object({ ...envelope, type: v.literal('hello') }),
  v.object({
    ...envelope,
    type: v.literal('seek'),
    to: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  /** A step of that task. */
  v.object({ ...envelope, type: v.literal('step'), task: v.pipe(v.string(), v.maxLength(80)) }),
  v.object({ ...envelope, type: v.literal('play') }),
  v.object({ ...envelope, type: v.literal('pause') }),
  /** The hash of a link, `#/…`. */
  v.object({
    ...envelope,
    type: v.literal('load'),
    hash: v.pipe(v.string(), v.startsWith('#/'), v.maxLength(maxLinkLength)),
  }),
]);

export type FrameMessage = v.InferOutput<typeof messageSchema>;

/** What the frame answers. */
export type FrameAnswer =
  | { readonly pagerace: 1; readonly type: 'ready' }
  | ({ readonly pagerace: 1; readonly type: 'state' } & FrameState)
  | { readonly pagerace: 1; readonly type: 'error'; readonly message: string };

export interface FrameState {
  readonly scenario: string;
  readonly kernel: string | null;
  readonly step: number;
  readonly steps: number;
  readonly playing: boolean;
  /** Properties that do not hold in the moment on the stage. */
  readonly broken: readonly string[];
  /** The link to this moment. */
  readonly hash: string;
}

/** `other`: it says that it is for us, and is none of the protocol. Null: it is not for us. */
export type Received =
  | { readonly kind: 'message'; readonly message: FrameMessage }
  | { readonly kind: 'other'; readonly why: string }
  | null;

export function readFrameMessage(data: unknown): Received {
  if (typeof data !== 'object' || data === null || !('pagerace' in data)) return null;
  const read = v.safeParse(messageSchema, data);
  if (read.success) return { kind: 'message', message: read.output };
  const why =
    data.pagerace === FRAME_VERSION
      ? `not a message of the protocol: ${read.issues[0].message}`
      : `this frame speaks version ${FRAME_VERSION}`;
  return { kind: 'other', why };
}
