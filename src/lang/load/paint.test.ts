// What each word of a text is to a reader, under the text itself.

import { expect, test } from 'vitest';
import { assert } from '../../base/assert.ts';
import { Diagnostics } from '../syntax/diagnostic.ts';
import { loadProgram } from './loadProgram.ts';
import { type PaintedRange, parseFile } from '../syntax/parseFile.ts';
import { library, scenarios } from '../syntax/raceFiles.testing.ts';
import type { Paint } from '../syntax/tokenCursor.ts';

const LETTERS: Readonly<Record<Paint, string>> = {
  keyword: 'k',
  type: 't',
  function: 'f',
  lock: 'L',
  field: '.',
  name: 'n',
  token: 'T',
  option: 'o',
  label: 'l',
  number: '#',
  string: 's',
  role: '@',
  comment: 'c',
  punctuation: ' ',
};

/** Each line with a line of letters below. */
function underlined(text: string, painted: readonly PaintedRange[]): string {
  const letters: string[] = [...text].map((c) => (c === '\n' || c === '\t' ? c : ' '));
  for (const { from, to, paint } of painted)
    for (let i = from; i < to; i += 1)
      if (text[i] !== '\n' && text[i] !== '\t') letters[i] = LETTERS[paint];
  const below = letters.join('').split('\n');
  return text
    .split('\n')
    .map((line, i) => `${line}\n${(below[i] ?? '').trimEnd()}\n`)
    .join('');
}

function paintOf(text: string): string {
  const { program } = loadProgram('text', text, library);
  assert(program !== null, 'a text without errors');
  return underlined(text, program.files.at(-1)?.painted ?? []);
}

const TEXT = `use "filemap.race";
/* Where the page was. */
change fill_lock = none | i_mmap_sem "what holds off filling" since "4.5";
world page = absent | cached;
enum result { OK, SIGBUS };
tokens { ZERO "zeroes", A };
const LAST = 0;
pool struct page pages[4] named P;
struct inode F = { .i_size = 1 };
mutex big;

enum result filemap_fault(struct address_space *mapping, int index) when fill_lock in { none, i_mmap_sem }
{
	if (fill_lock == i_mmap_sem && page != cached)
		down_read(&mapping->host->i_mmap_sem);
again:
	page = find_get_page(mapping, LAST);
	if (!page)
		goto again;
	lock_page(page);
	atomic page->bytes[0] = A;
	if (!bit_trylock(&page->PG_locked))
		return SIGBUS;
	ghost seen = true;
	mutex_unlock(&big);
	return OK;
}

task fault 'f' {
	choose {
	go: result = filemap_fault(&F.i_data, 0);
	stay: wait until (F.i_size == 0);
	}
}

always sized "it has a size" checks INV-SIZE: forall p in pages, p.mapping => F.i_size > 0;
expect sized holds when page == cached; violated otherwise;
`;

test('names are painted by what they mean', async () => {
  await expect(paintOf(TEXT)).toMatchFileSnapshot('../fixtures/painted.txt');
});

test('painted ranges are in order and apart, and a text with errors has them too', () => {
  for (const text of [...library.values(), ...scenarios.values(), 'task f { "x" ) # }']) {
    const { painted } = parseFile('text', text, new Diagnostics());
    expect(painted.length).toBeGreaterThan(4);
    painted.forEach((range, i) => {
      expect(range.to).toBeGreaterThan(range.from);
      expect(range.from).toBeGreaterThanOrEqual(painted[i - 1]?.to ?? 0);
    });
  }
});
