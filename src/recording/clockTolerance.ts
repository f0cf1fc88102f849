// How far the clocks of two CPUs may differ in a recording, as the recording itself shows it.

import { type Recording, ROW, rowCount } from './recording.ts';

/** Times are printed in whole microseconds. */
const RESOLUTION = 1;

/**
 * Microseconds. A CPU that is asked to flush its TLB does so while the sender waits; what is recorded outside that time
 * is the clocks' difference. The largest is taken, and the resolution of the printed times added.
 */
export function clockTolerance(recording: Recording): number {
  const flushes = rowsNamed(recording, 'native_flush_tlb_multi', ROW.call);
  const received = rowsNamed(recording, 'tlb_flush', ROW.event).filter((row) =>
    /remote shootdown/.test(recording.details[row] ?? ''),
  );
  let worst = 0;
  for (const row of received) {
    const time = recording.start[row] ?? 0;
    const distances = flushes
      .filter((flush) => recording.cpu[flush] !== recording.cpu[row])
      .map((flush) =>
        Math.max((recording.start[flush] ?? 0) - time, time - (recording.end[flush] ?? 0), 0),
      );
    const nearest = Math.min(...distances);
    if (nearest < LIKELY) worst = Math.max(worst, nearest);
  }
  return RESOLUTION + Math.ceil(worst);
}

/** Farther apart than this, in microseconds, two rows do not belong together. */
const LIKELY = 50;

function rowsNamed(recording: Recording, name: string, kind: number): number[] {
  const number = recording.names.indexOf(name);
  const rows: number[] = [];
  if (number < 0) return rows;
  for (let row = 0; row < rowCount(recording); row += 1)
    if (recording.name[row] === number && recording.kind[row] === kind) rows.push(row);
  return rows;
}
