// What loops and quantifiers run over.

import type { BodyContext } from '../scope/bodyContext.ts';
import type { Loop, Type } from '../program/program.ts';
import { constantInt, reportUnknown, type Scope } from '../scope/scope.ts';
import { unreachable } from '../../base/assert.ts';
import type { Collection } from '../syntax/syntax.ts';

/** What a loop runs over, and the type of its variable. */
export function checkCollection(b: BodyContext, c: Collection): { over: Loop; type: Type } {
  if (c.kind === 'range') {
    const low = constantInt(b.scope, c.low);
    const high = constantInt(b.scope, c.high);
    if (low > high)
      b.scope.diagnostics.error(
        'RC207',
        c.at,
        `empty range ${low}..${high}`,
        `write ${high}..${low}`,
      );
    return {
      over: { kind: 'range', low, high },
      type: { kind: 'int', range: { low, high: Math.max(low, high) } },
    };
  }
  return c.kind === 'struct' ? structCollection(b, c) : namedCollection(b, c);
}

/** How many elements it has; objects that lie in others are not counted. */
export function elementsOf(scope: Scope, over: Loop): number {
  switch (over.kind) {
    case 'range':
      return Math.max(0, over.high - over.low + 1);
    case 'elements': {
      const type = scope.globals.get(over.of)?.type;
      return scope.pools.get(over.of)?.length ?? (type?.kind === 'array' ? type.length : 1);
    }
    case 'objects':
    case 'cells':
      return Math.max(1, objectsOf(scope, over.struct));
    default:
      return unreachable(over);
  }
}

function objectsOf({ globals, pools }: Scope, struct: string): number {
  const own = [...globals.values()].filter(
    ({ type }) => type.kind === 'object' && type.struct === struct,
  );
  const pooled = [...pools.values()].filter((pool) => pool.struct === struct);
  return own.length + pooled.reduce((sum, { length }) => sum + length, 0);
}

function structCollection(
  b: BodyContext,
  c: Extract<Collection, { kind: 'struct' }>,
): { over: Loop; type: Type } {
  const struct = b.scope.structs.get(c.name.name);
  if (struct === undefined) {
    reportUnknown(b.scope, 'RC101', 'struct', c.name, b.scope.structs.keys());
    return { over: { kind: 'range', low: 0, high: -1 }, type: { kind: 'void' } };
  }
  if (!struct.word)
    return {
      over: { kind: 'objects', struct: struct.name },
      type: { kind: 'reference', struct: struct.name },
    };
  if (b.mode === 'kernel')
    b.scope.diagnostics.error(
      'RC306',
      c.at,
      `kernel code cannot run over every struct ${struct.name}`,
      'index the array that holds them',
    );
  return {
    over: { kind: 'cells', struct: struct.name },
    type: { kind: 'word', struct: struct.name },
  };
}

function namedCollection(
  b: BodyContext,
  c: Extract<Collection, { kind: 'named' }>,
): { over: Loop; type: Type } {
  const pool = b.scope.pools.get(c.name.name);
  const global = b.global(c.name.name)?.type;
  const element =
    pool?.struct ??
    (global?.kind === 'array' && global.of.kind === 'object' ? global.of.struct : null);
  if (element !== null) {
    return {
      over: { kind: 'elements', of: c.name.name, struct: element },
      type: { kind: 'reference', struct: element },
    };
  }
  reportUnknown(b.scope, 'RC101', 'pool or array', c.name, [
    ...b.scope.pools.keys(),
    ...b.scope.globals.keys(),
  ]);
  return { over: { kind: 'range', low: 0, high: -1 }, type: { kind: 'void' } };
}
