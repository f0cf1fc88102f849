// One property along a run: green until the step that breaks it.

import type { Moment } from '../../model/world/run.ts';

export interface RunProperty {
  readonly name: string;
  readonly sentence: string;
  /** What a violation means. */
  readonly violation: string;
  readonly kind: 'always' | 'finally' | 'assertion' | 'builtin';
}

/**
 * - `pending`: a `finally` before everything has ended; nothing is judged yet.
 * - `holds`: judged, and not broken so far.
 * - `broken`: broken in this very moment.
 * - `was-broken`: it holds again; the run is still a counterexample.
 */
export type StripState = 'pending' | 'holds' | 'broken' | 'was-broken';

export interface StripSpan {
  readonly state: StripState;
  readonly from: number;
  readonly to: number;
}

export interface PropertyStrip {
  readonly property: RunProperty;
  readonly spans: readonly StripSpan[];
  /** The first moment in which it is broken. */
  readonly brokenAt: number | null;
}

export function propertyStrips(
  moments: readonly Moment[],
  properties: readonly RunProperty[],
): PropertyStrip[] {
  return properties.map((property) => strip(moments, property));
}

function strip(moments: readonly Moment[], property: RunProperty): PropertyStrip {
  const spans: StripSpan[] = [];
  let brokenAt: number | null = null;
  moments.forEach((moment, now) => {
    const state = judge(moment, property, brokenAt !== null);
    if (state === 'broken') brokenAt ??= now;
    const last = spans.at(-1);
    if (last?.state === state) spans[spans.length - 1] = { ...last, to: now + 1 };
    else spans.push({ state, from: now, to: now + 1 });
  });
  return { property, spans, brokenAt };
}

function judge({ world, step }: Moment, { name, kind }: RunProperty, before: boolean): StripState {
  if (world.broken.includes(name) || step?.breaks.includes(name)) return 'broken';
  if (before) return 'was-broken';
  return kind === 'finally' && world.ending !== 'quiescent' ? 'pending' : 'holds';
}

/**
 * Which strips are open and which are folded: `room` of them are open, and a broken one and the chosen one
 * always. Decided over the whole run, so that none appears while the cursor moves.
 */
export function openStrips(
  strips: readonly PropertyStrip[],
  chosen: string | null,
  room: number,
): { readonly open: readonly PropertyStrip[]; readonly folded: readonly PropertyStrip[] } {
  const must = strips.filter((s) => s.brokenAt !== null || s.property.name === chosen);
  const others = strips.filter((s) => !must.includes(s)).slice(0, Math.max(0, room - must.length));
  const open = strips.filter((s) => must.includes(s) || others.includes(s));
  return { open, folded: strips.filter((s) => !open.includes(s)) };
}
