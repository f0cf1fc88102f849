// One WebAssembly function's body, written instruction by instruction as bytes.

import { assert } from '../../base/assert.ts';

/** Opcodes of the instructions without operands of their own. */
export const OP = {
  eqz: 0x45,
  eq: 0x46,
  ne: 0x47,
  lt: 0x48,
  ltUnsigned: 0x49,
  gt: 0x4a,
  le: 0x4c,
  ge: 0x4e,
  geUnsigned: 0x4f,
  ctz: 0x68,
  add: 0x6a,
  sub: 0x6b,
  mul: 0x6c,
  div: 0x6d,
  rem: 0x6f,
  and: 0x71,
  or: 0x72,
  xor: 0x73,
  shl: 0x74,
  shr: 0x75,
  shrUnsigned: 0x76,
  drop: 0x1a,
} as const;

type PlainOp = (typeof OP)[keyof typeof OP];

const I32 = 0x7f;
const VOID = 0x40;
const END = [0x0b];

/** What a block leaves on the stack. */
export type BlockType = 'value' | 'nothing';

/** A block that is open, to be branched to. */
export type Label = number;

/** Appends a number in LEB128, seven bits a byte. */
export function pushUnsigned(into: number[], value: number): void {
  let rest = value >>> 0;
  while (rest >= 0x80) {
    into.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  into.push(rest);
}

function pushSigned(into: number[], value: number): void {
  let rest = value | 0;
  while (rest < -0x40 || rest > 0x3f) {
    into.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  into.push(rest & 0x7f);
}

/** All values are 32-bit integers: parameters, locals, and what is on the stack. */
export class WasmBody {
  private readonly code: number[] = [];
  private readonly params: number;
  private locals: number;
  private readonly idle: number[] = [];
  private depth = 0;

  constructor(params: number) {
    this.params = params;
    this.locals = params;
  }

  /** A temporary local with any initial value. */
  local(): number {
    return this.idle.pop() ?? this.locals++;
  }

  /** Releases a temporary local. */
  release(local: number): void {
    this.idle.push(local);
  }

  op(...codes: readonly PlainOp[]): void {
    this.code.push(...codes);
  }

  const(value: number): void {
    this.code.push(0x41);
    pushSigned(this.code, value);
  }

  get(local: number): void {
    this.withIndex(0x20, local);
  }

  set(local: number): void {
    this.withIndex(0x21, local);
  }

  tee(local: number): void {
    this.withIndex(0x22, local);
  }

  setTo(local: number, value: number): void {
    this.const(value);
    this.set(local);
  }

  /** Replaces the address on the stack by the word at it plus `offset` bytes. */
  load(offset: number): void {
    this.code.push(0x28, 2);
    pushUnsigned(this.code, offset);
  }

  /** As `load`, one byte with its sign. */
  loadByte(offset: number): void {
    this.code.push(0x2c, 0);
    pushUnsigned(this.code, offset);
  }

  /** Takes an address and a value. */
  store(offset: number): void {
    this.code.push(0x36, 2);
    pushUnsigned(this.code, offset);
  }

  loadAt(address: number): void {
    this.const(0);
    this.load(address);
  }

  storeAt(address: number, value: number): void {
    this.const(0);
    this.const(value);
    this.store(address);
  }

  block(): Label {
    this.code.push(0x02, VOID);
    return ++this.depth;
  }

  loop(): Label {
    this.code.push(0x03, VOID);
    return ++this.depth;
  }

  /** Takes a condition. */
  if(type: BlockType = 'nothing'): Label {
    this.code.push(0x04, type === 'value' ? I32 : VOID);
    return ++this.depth;
  }

  else(): void {
    this.code.push(0x05);
  }

  end(): void {
    this.depth -= 1;
    this.code.push(0x0b);
  }

  branch(to: Label): void {
    this.withIndex(0x0c, this.depth - to);
  }

  /** Takes a condition. */
  branchIf(to: Label): void {
    this.withIndex(0x0d, this.depth - to);
  }

  /** Takes a number: to the label of that number, or to the last one. */
  branchTable(labels: readonly Label[], otherwise: Label): void {
    this.withIndex(0x0e, labels.length);
    for (const label of [...labels, otherwise]) pushUnsigned(this.code, this.depth - label);
  }

  call(index: number): void {
    this.withIndex(0x10, index);
  }

  /** Takes the arguments, then the number in the table. */
  callIndirect(type: number): void {
    this.withIndex(0x11, type);
    this.code.push(0);
  }

  return(): void {
    this.code.push(0x0f);
  }

  /** The function as the code section holds it, in parts: its size with its locals, its instructions, their end. */
  finish(): readonly (readonly number[])[] {
    assert(this.depth === 0, 'every block is closed');
    const more = this.locals - this.params;
    const locals: number[] = [];
    if (more === 0) locals.push(0);
    else {
      locals.push(1);
      pushUnsigned(locals, more);
      locals.push(I32);
    }
    const head: number[] = [];
    pushUnsigned(head, locals.length + this.code.length + 1);
    return [[...head, ...locals], this.code, END];
  }

  private withIndex(opcode: number, index: number): void {
    this.code.push(opcode);
    pushUnsigned(this.code, index);
  }
}
