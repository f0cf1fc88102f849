// Write-back goes by the dirty tag: it waits for no page that is clean, whoever has that locked.
import { expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import { loadText } from '../source/loadScenario.ts';
import { search } from '../worker/question.testing.ts';

const PAGE = `
tokens { ZERO "zeroes", A "what the page holds" };
world page = clean | dirty "whether the page is dirty";
pool struct page pages[1] named P;
pool struct rpc_task calls[1] named RPC;
struct block B = { .owner = &F };
struct nfs_server S;
struct inode F = { .i_size = 1, .bmap = { &B }, .server = &S, .i_data = { .host = &F } };
bool written;
init {
	p = alloc(pages);
	p->PG_uptodate = true;
	p->PG_dirty = page == dirty;
	p->mapping = &F.i_data;
	p->refcount = 1;
	p->blk = &B;
	F.i_data.i_pages[0] = p;
	p->PG_locked = io;
}
task io 'i' {
	wait until (written);
	p = F.i_data.i_pages[0];
	unlock_page(p);
}
`;

it.each([
  ['hole-punch', 'writepages(&F.i_data, 0, false);'],
  ['hole-punch', 'writepages(&F.i_data, 0, true);'],
  ['nfs-file', 'nfs_wb_all(&F);'],
  ['nfs-2.4', 'nfs_wb_all(&F);'],
  ['writeback-2.5', 'nfs_flush(&F);'],
  ['page-mkwrite', 'flush_page(&F.i_data, 0);'],
  ['eof-page', 'write_full_page(&F);'],
  ['afs', 'afs_writepage(&F);'],
])('%s: %s', (file, call) => {
  const { program, diagnostics } = loadText('mine', `use "${file}.race";${PAGE}task flush 'w' { ${call} written = true; }`); // prettier-ignore
  assert(program !== null, diagnostics.map(({ message }) => message).join());
  const waits = enumerateConfigurations(program).map(({ config }) => {
    const { findings } = search({ program, config }, 100_000);
    const deadlock = findings.find(({ property }) => property === 'no_deadlock');
    return [config['page'], deadlock?.verdict];
  });
  expect(waits).toEqual([
    ['clean', 'holds'],
    ['dirty', 'violated'],
  ]);
});
