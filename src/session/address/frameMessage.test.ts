import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { readFrameMessage } from './frameMessage.ts';

it.each([
  [{ pagerace: 1, type: 'hello' }, 'message'],
  [{ pagerace: 1, type: 'seek', to: 3 }, 'message'],
  [{ pagerace: 1, type: 'load', hash: '#/hole-punch' }, 'message'],
  [{ pagerace: 1, type: 'seek', to: -1 }, 'other'],
  [{ pagerace: 1, type: 'seek', to: '3' }, 'other'],
  [{ pagerace: 1, type: 'load', hash: 'javascript:alert(1)' }, 'other'],
  [{ pagerace: 1, type: 'load', hash: `#/${'x'.repeat(9000)}` }, 'other'],
  [{ pagerace: 2, type: 'hello' }, 'other'],
  [{ type: 'hello' }, null],
  ['hello', null],
  [null, null],
])('%j is read as %s', (data, kind) => {
  expect(readFrameMessage(data)?.kind ?? null).toBe(kind);
});

it('nothing that is posted throws', () => {
  const value = fc.anything({ withBigInt: true, withDate: true, withMap: true });
  const data = fc.oneof(
    value,
    fc.record({
      pagerace: fc.oneof(fc.constant(1), value),
      type: fc.oneof(fc.constantFrom('seek', 'step', 'load'), value),
      to: value,
      task: value,
      hash: value,
    }),
  );
  fc.assert(
    fc.property(data, (posted) => {
      const read = readFrameMessage(posted);
      if (read?.kind === 'message') expect(read.message.pagerace).toBe(1);
    }),
    drawn(1000),
  );
});
