// Which thread searches what, decided as they go: the first thread takes from the front of a list, the others from its
// end, so that they meet only once and hardly ever read the same texts.

/** Numbers that threads share: how many are taken, from the front, and from the back. */
export type Tickets = Int32Array<SharedArrayBuffer>;

const TAKEN = 0;
const FRONT = 1;
const BACK = 2;

export function newTickets(): Tickets {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

/** The place in a list of that length; null when all are taken. */
export function takeFirst(tickets: Tickets, length: number): number | null {
  return isLeft(tickets, length) ? Atomics.add(tickets, FRONT, 1) : null;
}

export function takeLast(tickets: Tickets, length: number): number | null {
  return isLeft(tickets, length) ? length - 1 - Atomics.add(tickets, BACK, 1) : null;
}

/** As many tickets as there are places, so front and back never take the same one. */
function isLeft(tickets: Tickets, length: number): boolean {
  return Atomics.add(tickets, TAKEN, 1) < length;
}
