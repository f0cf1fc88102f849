// A WebAssembly module assembled from function bodies: one memory, one table, 32-bit integers only.

import { assert } from '../../base/assert.ts';
import { pushUnsigned, type WasmBody } from './wasmBody.ts';

const I32 = 0x7f;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, function: 3, table: 4, memory: 5, export: 7, element: 9, code: 10 };
/** The most parameters of a function; every count of them, with and without a result, is a type. */
const MOST_PARAMS = 3;

/** In parts, to be copied once. */
type Bytes = readonly (readonly number[])[];

interface Signature {
  readonly params: number;
  readonly result: boolean;
}

/** The type's number in every module. */
export function typeOf({ params, result }: Signature): number {
  assert(params <= MOST_PARAMS, 'there is a type for every signature');
  return 2 * params + (result ? 1 : 0);
}

export class WasmModule {
  private readonly signatures: Signature[] = [];
  private readonly bodies: Bytes[] = [];
  private readonly exports: { readonly name: string; readonly index: number }[] = [];
  private readonly table: number[] = [];

  add(signature: Signature, body: WasmBody): number {
    this.signatures.push(signature);
    return this.bodies.push(body.finish()) - 1;
  }

  export(name: string, index: number): void {
    this.exports.push({ name, index });
  }

  /** Appends functions to the table; returns the number of the first. */
  addToTable(functions: readonly number[]): number {
    const first = this.table.length;
    this.table.push(...functions);
    return first;
  }

  /** The module's bytes, with a memory of so many pages of 64 KB, exported as `memory`. */
  assemble(pages: number): Uint8Array<ArrayBuffer> {
    const code = this.bodies;
    return joined([
      MAGIC,
      ...section(SECTION.type, [vector(allTypes())]),
      ...section(SECTION.function, [vector(this.signatures.map((one) => [typeOf(one)]))]),
      ...section(SECTION.table, [[1, 0x70, 0, ...unsigned(this.table.length)]]),
      ...section(SECTION.memory, [[1, 0, ...unsigned(pages)]]),
      ...section(SECTION.export, [vector(this.exported())]),
      ...section(SECTION.element, [this.elements()]),
      ...section(SECTION.code, [unsigned(code.length), ...code.flat()]),
    ]);
  }

  private exported(): number[][] {
    const functions = this.exports.map(({ name, index }) => [...text(name), 0, ...unsigned(index)]);
    return [[...text('memory'), 2, 0], ...functions];
  }

  /** One segment that fills the table from its start. */
  private elements(): number[] {
    return [1, 0, 0x41, 0, 0x0b, ...vector(this.table.map(unsigned))];
  }
}

function allTypes(): number[][] {
  return Array.from({ length: 2 * (MOST_PARAMS + 1) }, (_, type) => {
    const params = Array.from({ length: type >> 1 }, () => I32);
    return [0x60, ...unsigned(params.length), ...params, ...(type % 2 === 0 ? [0] : [1, I32])];
  });
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  pushUnsigned(bytes, value);
  return bytes;
}

function text(name: string): number[] {
  return [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
}

function vector(items: readonly (readonly number[])[]): number[] {
  const bytes = unsigned(items.length);
  for (const item of items) bytes.push(...item);
  return bytes;
}

function section(id: number, content: Bytes): Bytes {
  return [[id, ...unsigned(sizeOf(content))], ...content];
}

function sizeOf(parts: Bytes): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function joined(parts: Bytes): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(parts));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
