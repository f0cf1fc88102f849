// Trace validation: runs of the model fit, and recordings that no run explains are refused at the right event.
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { drawnCount, drawnSeed } from '../../base/drawn.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { importTrace } from '../../recording/importTrace.ts';
import { observe, WHOLE } from '../../recording/observations.ts';
import { findConfiguration } from '../link/linkedConfiguration.ts';
import { FIT_LIMITS, type FitReport } from './fitRecording.ts';
import { printSteps, randomSteps, type ShownStep, STRIDE } from './printRun.testing.ts';
import { fitWorkload, workload } from './workload.testing.ts';

const { map, program } = workload('hole-punch');
const MOVES = 900;
const seeds = Array.from({ length: drawnCount(12) }, (_, i) => drawnSeed * 1000 + i);

function randomRun(seed: number): ShownStep[] {
  const { configuration } = findConfiguration(program, {
    kernel: map.kernel,
    options: { ...map.options, page: at(['absent', 'cached', 'dirty'], seed % 3) },
  });
  return randomSteps(buildModel(program, configuration.config), map, MOVES, seed);
}

function fit(steps: readonly ShownStep[], tolerance = 0): FitReport {
  const recording = importTrace(printSteps(map, steps));
  return fitWorkload('hole-punch', observe(recording, map, { ...WHOLE, tolerance }), FIT_LIMITS);
}

/** The step that the report names, by its time. */
function named({ stop }: FitReport): number | undefined {
  return stop === null ? undefined : Math.round(stop.observation.from - 1_000_000);
}

function nextOf(steps: readonly ShownStep[], { task, time }: ShownStep): ShownStep | undefined {
  return steps.find((step) => step.task === task && step.time > time);
}

describe('a run of the model', () => {
  it.each(seeds)('fits when it is printed and read again (%i)', (seed) => {
    const steps = randomRun(seed);
    const report = fit(steps);
    expect(report).toMatchObject({ kind: 'fits', stop: null, events: steps.length });
    expect(report.fitted).toHaveLength(steps.length);
  });
});

describe('a recording with a mistake', () => {
  it.each(seeds)('of two locks swapped is refused at the first of them (%i)', (seed) => {
    const steps = randomRun(seed);
    const own = steps.filter(({ task, step }) => task === 'puncher' && step.includes('_write '));
    const pairs = own.flatMap((first) => {
      const second = nextOf(steps, first);
      return second !== undefined && second.step.includes('_write ') && second.step !== first.step
        ? [[first, second] as const]
        : [];
    });
    const [first, second] = at(pairs, seed % pairs.length);
    const swapped = steps.map((step) => {
      if (step === first) return { ...second, time: first.time };
      return step === second ? { ...first, time: second.time } : step;
    });
    const report = fit(swapped);
    expect(report.kind).toBe('refused');
    expect(named(report)).toBe(first.time);
    expect(report.stop?.allowed).toContain(`puncher: ${first.step}`);
  });

  /** Drops one step of this kind from each random run in which another is left, and fits the rest. */
  function withoutOne(lost: string) {
    return seeds.flatMap((seed) => {
      const steps = randomRun(seed);
      const all = steps.filter(({ step }) => step === lost);
      const dropped = all[seed % all.length];
      const next = dropped === undefined ? undefined : nextOf(steps, dropped);
      if (all.length < 2 || dropped === undefined || next === undefined) return [];
      return [{ dropped, next, report: fit(steps.filter((step) => step !== dropped)) }];
    });
  }

  it('without an insertion is refused where it is missing', () => {
    const cases = withoutOne('set i_pages');
    expect(cases.length).toBeGreaterThan(seeds.length / 2);
    for (const { dropped, next, report } of cases) {
      expect(report.kind).toBe('refused');
      expect(report.stop?.allowed).toContain(`${dropped.task}: set i_pages`);
      expect(named(report)).toBeGreaterThan(dropped.time);
      expect(named(report)).toBeLessThanOrEqual(next.time);
    }
  });

  it('without a flush is refused behind it, unless the PTE may not have been there', () => {
    const cases = withoutOne('call flush_tlb_page');
    const refused = cases.filter(({ report }) => report.kind === 'refused');
    for (const { dropped, report } of refused) expect(named(report)).toBeGreaterThan(dropped.time);
    const missed = refused.filter(({ dropped, report }) =>
      report.stop?.allowed.includes(`${dropped.task}: call flush_tlb_page`),
    );
    expect(missed.length).toBeGreaterThan(refused.length / 2);
  });

  it('whose event is moved into the time of a lock that excludes it is refused, unless the clocks may differ so much', () => {
    let tried = 0;
    for (const seed of seeds) {
      const steps = randomRun(seed);
      for (const release of steps
        .filter(({ step }) => step === 'up_write invalidate_lock')
        .slice(0, 2)) {
        const moved = steps.find(
          ({ step, task, time }) =>
            task === 'storer' && step === 'down_read invalidate_lock' && time > release.time,
        );
        const before = steps.findLast(
          ({ task, time }) => task === 'storer' && moved !== undefined && time < moved.time,
        );
        if (moved === undefined || (before?.time ?? 0) > release.time) continue;
        tried += 1;
        const early = release.time - STRIDE / 4;
        const changed = steps.map((step) => (step === moved ? { ...moved, time: early } : step));
        const refused = fit(changed);
        expect(refused.kind).toBe('refused');
        expect(named(refused)).toBe(early);
        expect(fit(changed, STRIDE / 2).kind).toBe('fits');
      }
    }
    expect(tried).toBeGreaterThan(0);
  });
});
