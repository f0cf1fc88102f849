// Hole punch against page faults in any size, on the kernel library: to measure how the search grows.

export interface Size {
  readonly faulters: number;
  readonly punchers: number;
  /** In the file. */
  readonly pages: number;
  /** Of each faulter, one after the other; one unless said. */
  readonly stores?: number;
}

/** Faulter i stores to page i, so often, puncher i punches page i, both modulo the pages; each has a CPU of its own. */
export function scalableModel({ faulters, punchers, pages, stores = 1 }: Size): string {
  const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const blocks = indices(pages).map((i) => `struct block B${i} = { .owner = &F, .bytes = { A } };`);
  const cpus = indices(faulters).map((i) => `struct cpu cpu${i} = { .active_mm = &mm0 };`);
  const faults = indices(faulters).map(
    (i) =>
      `task fault${i} '${letter('a', i)}' on cpu${i} in mm0 { ${Array(stores)
        .fill(`store(${i % pages}, W);`)
        .join(' ')} }`,
  );
  const punches = indices(punchers).map(
    (i) => `task punch${i} '${letter('p', i)}' { ext4_punch_hole(&F, ${i % pages}); }`,
  );
  return `use "fault-5.15.race";
use "hole-punch.race";

title "faulters ${faulters}, punchers ${punchers}, pages ${pages}${stores > 1 ? `, stores ${stores}` : ''}";
const PAGES = ${pages};
tokens { ZERO "zeroes", A "what the blocks held", W "what is stored" };

vary fault_locks_page, fill_lock;
require fault_locks_page && fill_lock == invalidate_lock;
kernel "5.15" = { fault_locks_page, fill_lock: invalidate_lock };

pool struct page pages[${inUse({ faulters, punchers, pages })}] named P;
${blocks.join('\n')}
struct inode F = { .i_size = PAGES, .bmap = { ${indices(pages)
    .map((i) => `&B${i}`)
    .join(', ')} }, .i_data = { .host = &F } };
struct mm_struct mm0 = { .vm_mapping = &F.i_data };
${cpus.join('\n')}

${[...faults, ...punches].join('\n')}

always no_orphan "no PTE maps a page that the cache has given up":
	forall e in struct pte, e.page => e.page->mapping;

expect no_orphan, no_foreign_read, no_deadlock, no_oops, no_lock_leak holds;
`;
}

/**
 * Pages that can be in use at a time: the file's, one for each faulter, and one for every two punchers, since one
 * puncher still writes a page back when the other has taken it from the cache. A faulter's page also serves as the
 * first of these, since a faulter without a page finds the cached one.
 */
function inUse({ faulters, punchers, pages }: Size): number {
  return pages + faulters + Math.max(0, Math.floor(punchers / 2) - 1);
}

function letter(first: string, index: number): string {
  return String.fromCharCode(first.charCodeAt(0) + index);
}
