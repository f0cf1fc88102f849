// Random worlds and runs for the laws of the world graph: any number of each object, names of any
// length, references that lead anywhere.

import fc from 'fast-check';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo, Value, WorldObject } from '../../model/world/world.ts';
import {
  block,
  call,
  cpu,
  field,
  file,
  flaggedFile,
  flag,
  int,
  lock,
  mm,
  page,
  play,
  ref,
  server,
  taskInfo,
  thing,
  token,
  word,
  type Line,
} from './fixtureWorld.testing.ts';

export interface RandomRun {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
}

const name = fc.constantFrom('a', 'fault', 'punch', 'write_back', 'invalidate_inode_pages2');
const data = fc.array(fc.constantFrom('A', 'W', 'S', 'V1', 'V2', 'ZERO'), {
  minLength: 1,
  maxLength: 2,
});

function pageRef(pages: number): fc.Arbitrary<Value> {
  const to = fc.integer({ min: -1, max: pages - 1 });
  return to.map((at) => (at < 0 ? ref(null) : ref(`pages[${at}]`)));
}

function entry(pages: number): fc.Arbitrary<Value> {
  return fc
    .tuple(pageRef(pages), fc.constantFrom('', 'w', 'd', 'wd'))
    .map(([to, bits]) => (to.kind === 'ref' && to.target ? word(to.target, bits) : word(null)));
}

const counts = fc.record({
  cpus: fc.integer({ min: 0, max: 4 }),
  mms: fc.integer({ min: 0, max: 3 }),
  files: fc.integer({ min: 1, max: 3 }),
  pages: fc.integer({ min: 1, max: 8 }),
  blocks: fc.integer({ min: 0, max: 4 }),
  servers: fc.integer({ min: 0, max: 2 }),
  calls: fc.integer({ min: 0, max: 2 }),
  slots: fc.integer({ min: 1, max: 3 }),
  spare: fc.integer({ min: 0, max: 2 }),
  tasks: fc.integer({ min: 1, max: 5 }),
});

type Counts = typeof counts extends fc.Arbitrary<infer T> ? T : never;

function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function array(of: fc.Arbitrary<Value>, length: number): fc.Arbitrary<Value[]> {
  return fc.array(of, { minLength: length, maxLength: length });
}

function objects(n: Counts): fc.Arbitrary<WorldObject[]> {
  const blockRef = fc
    .integer({ min: -1, max: n.blocks - 1 })
    .map((at) => ref(at < 0 ? null : `B${at}`));
  const fileName = (at: number) => ['F', 'G', 'a_longer_name'][at]!;
  const owner = fc
    .integer({ min: -1, max: n.files - 1 })
    .map((at) => (at < 0 ? null : fileName(at)));
  const parts = [
    ...times(n.cpus, (at) => array(entry(n.pages), n.slots).map((tlb) => [cpu(`cpu${at}`, tlb)])),
    ...times(n.mms, (at) => array(entry(n.pages), n.slots).map((pte) => [mm(`mm${at}`, pte)])),
    ...times(n.files, (at) =>
      fc
        .tuple(array(pageRef(n.pages), n.slots), array(blockRef, n.slots))
        .map(([slots, bmap]) =>
          n.servers > 0 ? flaggedFile(fileName(at), slots) : file(fileName(at), slots, bmap),
        ),
    ),
    ...times(n.pages, (at) =>
      fc.tuple(fc.boolean(), data).map(([live, tokens]) => [page(`pages[${at}]`, live, tokens)]),
    ),
    ...times(n.blocks, (at) =>
      fc.tuple(owner, data).map(([by, tokens]) => [block(`B${at}`, by, tokens)]),
    ),
    ...times(n.calls, (at) =>
      fc.tuple(fc.boolean(), data).map(([live, tokens]) => [call(`calls[${at}]`, live, tokens)]),
    ),
    ...times(n.servers, (at) => data.map((tokens) => [server(`S${at}`, tokens)])),
    ...times(n.spare, (at) =>
      fc.constant([
        thing(`spare_${at}`, null, [
          lock(`spare_${at}`, 'wait_lock', 'mutex'),
          field('sequence', null, int(at)),
          field('open', null, flag(true)),
          field('kept', null, token('W')),
        ]),
      ]),
    ),
  ];
  return fc.tuple(...parts).map((groups) => groups.flat());
}

function lines(n: Counts, fileIds: readonly string[]): fc.Arbitrary<Line[]> {
  const task = fc.integer({ min: 0, max: n.tasks - 1 });
  const at = fc.integer({ min: 0, max: n.pages - 1 }).map((index) => `pages[${index}]`);
  const inode = fc.constantFrom(...fileIds);
  const line = fc.oneof(
    fc.tuple(task, at).map(
      ([who, id]): Line => ({
        task: who,
        writes: {
          [`${id}.mapping`]: ref(`${fileIds[0]}.i_data`),
          [`${id}.PG_dirty`]: flag(true),
        },
      }),
    ),
    fc.tuple(task, at).map(
      ([who, id]): Line => ({
        task: who,
        writes: { [`${id}.mapping`]: ref(null) },
        broken: ['p'],
      }),
    ),
    fc.tuple(task, at, fc.constantFrom('A', 'W', 'ZERO')).map(
      ([who, id, what]): Line => ({
        task: who,
        reads: [`${id}.blk`],
        writes: { [`${id}.bytes[0]`]: token(what) },
      }),
    ),
    fc.tuple(task, inode).map(([who, id]): Line => ({ task: who, take: [`${id}.i_mutex`] })),
    fc
      .tuple(task, inode)
      .map(([who, id]): Line => ({ task: who, take: [`${id}.i_data.invalidate_lock`, 'shared'] })),
    fc
      .tuple(task, task, at)
      .map(([who, waiter, id]): Line => ({ task: who, waits: [waiter, `${id}.PG_locked`] })),
    fc.tuple(task, at).map(([who, id]): Line => ({ task: who, free: id, breaks: ['q'] })),
  );
  return fc.array(line, { maxLength: 8 });
}

export const randomRun: fc.Arbitrary<RandomRun> = counts.chain((n) =>
  fc
    .tuple(objects(n), fc.array(name, { minLength: n.tasks, maxLength: n.tasks }))
    .chain(([start, names]) => {
      const place = (at: number) => (n.cpus > 0 && at % 3 < 2 ? `cpu${at % n.cpus}` : null);
      const space = (at: number) => (n.mms > 0 ? `mm${at % n.mms}` : null);
      const tasks = names.map((each, at) => taskInfo(at, each, place(at), space(at)));
      const inodes = start.filter(({ role }) => role === 'file').map(({ id }) => id);
      return lines(n, inodes).map((script) => ({ run: play(start, tasks, script), tasks }));
    }),
);
