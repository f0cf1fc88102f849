// The lock orders of the catalogue, collected from its kernels; and what they forbid an edit.
import { expect, it } from 'vitest';
import { expectedVerdict } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { scenarioNames } from '../catalogue/catalogue.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { foldRows } from '../verdict/fixMatrix.ts';
import { lockPairs } from './lockOrder.ts';
import { disorderOf } from './lockRules.ts';

/** The models of its kernels that must deadlock in no world. */
function soundModels(program: Program): Model[] {
  return foldRows(program)
    .filter(({ kernel }) => kernel !== null)
    .filter(({ configs }) =>
      configs.every((config) => expectedVerdict(program, 'no_deadlock', config) === 'holds'),
    )
    .flatMap(({ configs }) => configs.map((config) => buildModel(program, config)));
}

it(
  'are those of all kernels of the catalogue that do not deadlock',
  { timeout: 600_000 },
  async () => {
    const rules = new Map<string, string>();
    for (const name of scenarioNames) {
      const program = loadScenario(name)?.program;
      for (const model of program ? soundModels(program) : [])
        for (const pair of lockPairs(model)) if (!rules.has(pair)) rules.set(pair, name);
    }
    const sorted = Object.fromEntries([...rules].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot('lockRules.json');
  },
);

function model(body: string): Model {
  const text = `struct mm_struct { rwsem mmap_sem; };
struct inode { mutex i_mutex; };
struct mm_struct mm0;
struct inode F;
int 0..1 n;
task a 'a' { ${body} }
`;
  return read(text);
}

function read(text: string): Model {
  const { program, diagnostics } = loadProgram('small', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return buildModel(program, {});
}

const FAULT = 'down_read(&mm0.mmap_sem); n = 1; up_read(&mm0.mmap_sem);';
const LOCKED_FAULT =
  'down_read(&mm0.mmap_sem); mutex_lock(&F.i_mutex); n = 1; mutex_unlock(&F.i_mutex); up_read(&mm0.mmap_sem);';
const WRITE =
  'mutex_lock(&F.i_mutex); down_read(&mm0.mmap_sem); n = 1; up_read(&mm0.mmap_sem); mutex_unlock(&F.i_mutex);';
const IN_TURN =
  'mutex_lock(&F.i_mutex); mutex_unlock(&F.i_mutex); down_read(&mm0.mmap_sem); n = 1; up_read(&mm0.mmap_sem);';

it.each([
  ['i_mutex in the fault', FAULT, LOCKED_FAULT, 'mm_struct.mmap_sem > inode.i_mutex'],
  ['what the text had already', LOCKED_FAULT, LOCKED_FAULT, null],
  ['mmap_sem in a write', FAULT, WRITE, null],
  ['one lock after the other', FAULT, IN_TURN, null],
])('forbid, or do not: %s', (_, before, after, pair) => {
  expect(disorderOf(model(before), model(after))?.pair ?? null).toBe(pair);
});

it('forbid i_mutex in a page fault, though the scenario has no mmap_sem', () => {
  const fault = (body: string): Model =>
    read(`struct inode { mutex i_mutex; };
struct inode F;
enum vm_fault { VM_FAULT_OK };
int 0..1 n;
enum vm_fault do_no_page(struct inode *inode) { ${body} return VM_FAULT_OK; }
task a 'a' { do_no_page(&F); }
`);
  const locked = 'mutex_lock(&inode->i_mutex); n = 1; mutex_unlock(&inode->i_mutex);';
  expect(disorderOf(fault('n = 1;'), fault(locked))?.scenario).toBeTypeOf('string');
});
