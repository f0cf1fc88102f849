import { expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { loadScenario } from '../../check/source/loadScenario.ts';
import { definitionAround, definitionNamed, programSource } from './codeSource.ts';

const program = loadScenario('hole-punch')?.program;
assert(program !== null && program !== undefined, 'the scenario has no errors');
const source = programSource(program);

it('finds the function around a statement, and its text from head to end', () => {
  const text = source.text('filemap.race');
  const from = text.indexOf('page->refcount++');
  const around = definitionAround(source, { file: 'filemap.race', from, to: from + 4 });
  expect(around?.name).toBe('find_get_page');
  expect(text.slice(around?.from, around?.to)).toMatch(
    /^atomic struct page \*find_get_page\([^]*\}$/,
  );
});

it('finds the task around a statement that stands in no function', () => {
  const text = source.text('hole-punch');
  const from = text.indexOf('wait until (B1');
  const around = definitionAround(source, { file: 'hole-punch', from, to: from + 4 });
  expect(around?.name).toBe('reuse');
  expect(text.slice(around?.from, around?.to)).toMatch(/^task reuse 'g' \{[^]*\n\}$/);
});

it('ends a task on one line with that line', () => {
  const task = source.definitions.find(({ name }) => name === 'punch');
  const text = source.text('hole-punch').slice(task?.from, task?.to);
  expect(text).toMatch(/^task punch [^\n]*\}$/);
});

it('finds nothing around what stands in no definition', () => {
  expect(definitionAround(source, { file: 'hole-punch', from: 0, to: 3 })).toBeNull();
});

it('tells of a function what it models, and of a task nothing', () => {
  expect(definitionNamed(source, 'find_get_page', 'hole-punch')?.comment).toMatch(
    /^The page in a slot/,
  );
  expect(definitionNamed(source, 'reuse', 'hole-punch')).toBeNull();
});

it('takes the definition of the same file before that of another era', () => {
  const twice = {
    ...source,
    definitions: ['old.race', 'new.race'].map((file) => ({ ...blank, file })),
  };
  expect(definitionNamed(twice, 'filemap_fault', 'new.race')?.file).toBe('new.race');
  expect(definitionNamed(twice, 'filemap_fault', 'mine.race')?.file).toBe('old.race');
});

it('gives every file its colours', () => {
  for (const { name } of program.files) expect(source.paints(name).length).toBeGreaterThan(0);
});

const blank = {
  name: 'filemap_fault',
  from: 0,
  to: 1,
  line: 1,
  comment: 'Models filemap_fault().',
};
