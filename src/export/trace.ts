// A run as JSON for other programs (docs/TRACE.md). The version changes when a field changes its meaning or goes.

import { unreachable } from '../base/assert.ts';
import type { Config } from '../lang/program/configurations.ts';
import { choiceLabels } from '../model/replay/choiceLabels.ts';
import type { Model } from '../model/build/model.ts';
import type { Effect, Moment, Run } from '../model/world/run.ts';
import { formatSchedule } from '../model/world/schedule.ts';
import type { Field, Value } from '../model/world/world.ts';

export const TRACE_VERSION = 1;

export interface TraceSubject {
  readonly scenario: string;
  readonly kernel: string | null;
  readonly options: Config;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Ends with a newline. */
export function traceText(model: Model, run: Run, subject: TraceSubject): string {
  const trace: Json = {
    format: 'pagerace-trace',
    version: TRACE_VERSION,
    ...subject,
    fingerprint: model.fingerprint,
    schedule: formatSchedule(run.moves, model.tasks, choiceLabels(model)),
    tasks: model.tasks.map(({ name, letter, kind, cpu, mm }) => ({ name, letter, kind, cpu, mm })),
    properties: model.properties.map(({ name, sentence }) => ({ name, sentence })),
    steps: run.moments.flatMap((moment) => stepOf(moment, model)),
    ending: run.moments.at(-1)?.world.ending ?? 'running',
  };
  return `${JSON.stringify(trace, null, 1)}\n`;
}

function stepOf({ step, world }: Moment, model: Model): Json[] {
  if (step === null) return [];
  const { index, site, choice, effects, locks, breaks } = step;
  const taskName = (task: number): string => model.tasks[task]?.name ?? '';
  return [
    {
      index,
      task: taskName(step.task),
      calls: site.calls,
      file: site.file,
      line: site.line,
      text: site.text,
      choice,
      effects: effects.map(effectOf),
      locks: locks.map(({ kind, lock, mode, task }) => ({
        kind,
        lock: lock.name,
        mode,
        task: taskName(task),
      })),
      breaks,
      broken: world.broken,
    },
  ];
}

function effectOf(effect: Effect): Json {
  switch (effect.kind) {
    case 'read': {
      const { kind, object, field, value } = effect;
      return { kind, object, field, value: valueOf(value) };
    }
    case 'write': {
      const { kind, object, field, before, after } = effect;
      return { kind, object, field, before: valueOf(before), after: valueOf(after) };
    }
    case 'alloc':
    case 'free':
      return { kind: effect.kind, object: effect.object };
    default:
      return unreachable(effect);
  }
}

function valueOf(value: Value): Json {
  switch (value.kind) {
    case 'bool':
      return value.on;
    case 'int':
      return value.value;
    case 'token':
      return value.token;
    case 'enum':
      return value.name;
    case 'ref':
      return value.target;
    case 'word':
      return Object.fromEntries(
        value.fields.map(({ name, value: of }: Field) => [name, valueOf(of)]),
      );
    case 'array':
      return value.items.map(valueOf);
    case 'lock':
      return value.lock.holders.map(({ task, mode }) => ({ task, mode }));
    default:
      return unreachable(value);
  }
}
