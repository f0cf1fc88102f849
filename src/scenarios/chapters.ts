// The chapters of the scenarios: five messages in the order of time, then what became of them, and the TLB. All texts
// are paraphrases; nothing is quoted.

/** Where an argument was made. */
export interface Message {
  readonly from: string;
  /** The day it was sent, as its header has it. */
  readonly date: string;
  readonly list: string;
  /** Null if the copy that we read has none. */
  readonly subject: string | null;
}

export interface Chapter {
  /** Part of an address, and of the page's table of contents. */
  readonly id: string;
  readonly year: string;
  readonly title: string;
  /** Null: no single message, but what the kernel does now. */
  readonly message: Message | null;
  /** What was argued, in our words. */
  readonly argument: string;
  /** What the models of this chapter leave out, in addition to LEFT_OUT. */
  readonly leavesOut: string;
  /** By name, from the easiest to the hardest. */
  readonly scenarios: readonly string[];
}

/** What every model leaves out; shown with every scenario. */
export const LEFT_OUT =
  'Weak memory (stores and loads happen in the order of the text), fairness, TLB entries that vanish by themselves, and speculative walks.';

export const CHAPTERS: readonly Chapter[] = [
  {
    id: 'torvalds-2000',
    year: '2000',
    title: 'Dropping a page that somebody still maps',
    message: {
      from: 'Linus Torvalds',
      date: '19 October 2000',
      list: 'linux-kernel',
      subject: '2.4.0-test10-pre3: Oops in mm/filemap.c:filemap_write_page',
    },
    argument:
      'An NFS client that learns of a change on the server drops the file’s pages from its cache, including mapped ones. A store through such a mapping then goes to a page that no file has, and writing it back oopses. The new test of page_count keeps mapped pages in the cache. This keeps the processes of one machine consistent with each other, but the pages stay stale. Real consistency would need more: lock the page, find every mapping of it, write it back, mark it not up to date, unlock. Finding the mappings is the difficult part.',
    leavesOut: 'The radix of the page hash, readahead, and every file system but NFS.',
    scenarios: ['orphan-write-back', 'page-count-leak', 'local-consistency', 'gather-sequence'],
  },
  {
    id: 'phillips-2002',
    year: '2002',
    title: 'Four reasons to skip a page, and a heisenbug',
    message: {
      from: 'Daniel Phillips',
      date: '23 September 2002',
      list: 'linux-kernel',
      subject: null,
    },
    argument:
      'invalidate_inode_pages skips what it cannot drop without waiting. Is each of the four cases harmless? A dirty page goes to the server anyway. A page that is locked and clean is most likely being read, and skipping it leaves one stale page in an otherwise new file: a heisenbug. A page with an elevated count, or with buffers that cannot be released, is at least doubtful. Clearing uptodate without the page lock races with a read of the page, and if the page is not unmapped, no fault reads it again. Rik van Riel’s idea, to mark the page invalid and protect its PTEs, moves the wait to the fault path.',
    leavesOut: 'rmap’s own locking, memory pressure as a reason for the drop, and directories.',
    scenarios: [
      'dirty-page-skipped',
      'heisenbug',
      'uptodate-mapped',
      'uptodate-unlocked',
      'elevated-count',
      'private-data',
      'mark-invalid',
      'fault-against-invalidate',
      'dirty-again',
      'insert-before-read',
      'end-io-order',
    ],
  },
  {
    id: 'chinner-2007',
    year: '2007',
    title: 'Direct I/O meets an mmap',
    message: {
      from: 'David Chinner',
      date: '24 January 2007',
      list: 'linux-kernel',
      subject: '[PATCH 1/2]: Fix BUG in cancel_dirty_pages on XFS',
    },
    argument:
      'A direct read on XFS flushes the file’s dirty pages and then truncates them out of the cache. Between the two a store through an mmap can dirty a page again, and a dirty mapped page is thrown away. Leaving mapped pages in the cache makes fsx fail. The existing invalidation functions handle no partial pages and do not call the file system. Unmapping before truncating leaves a window. Unmapping under the page lock makes the window tiny, and Nick Piggin’s locked fault would close it.',
    leavesOut:
      'The alignment of direct I/O, extents, and XFS’s own iolock beyond what orders these paths.',
    scenarios: [
      'xfs-orphan',
      'xfs-redirtied',
      'xfs-leave-mapped',
      'xfs-unmap',
      'direct-write',
      'eof-page',
    ],
  },
  {
    id: 'piggin-howells-2007',
    year: '2007',
    title: 'A rejected write under live mappings',
    message: {
      from: 'Nick Piggin, answering David Howells',
      date: '16 May 2007',
      list: 'linux-kernel',
      subject: '[PATCH] AFS: Implement shared-writable mmap [try #2]',
    },
    argument:
      'On AFS a page may be changed with one user’s key, and the server may refuse it when it is written back for another’s. David Howells wants to discard the first write by marking its pages not up to date and reading them again, since invalidating them from prepare_write would deadlock. Nick Piggin asks what happens to a mapping of a page that is not up to date, why the cache is not write-through, and whether page_mkwrite should test for a page that has left its file with !page->mapping or with page->mapping != mapping.',
    leavesOut: 'Keys, callbacks and the AFS protocol: the server accepts a write or refuses it.',
    scenarios: [
      'afs-not-uptodate',
      'afs-two-keys',
      'afs-invalidate',
      'mapping-check',
      'page-mkwrite',
      'write-deadlock',
      'netfs-mkwrite',
    ],
  },
  {
    id: 'wilcox-2013',
    year: '2013',
    title: 'A hole has no i_size to test',
    message: {
      from: 'Matthew Wilcox, to Jan Kara',
      date: '27 November 2013',
      list: 'linux-fsdevel',
      subject: null,
    },
    argument:
      'Truncate lowers i_size first, and a fault tests i_size under the page lock; a hole punch has no such value. A generation counter is too early or too late wherever it is compared. i_mutex in the fault path is a lock inversion with mmap_sem. Two proposals remain: the page lock is enough after all, which would not help a cache without pages; or a sequence lock that sleeps, seqtex. The mail hopes for an option 3. It came in two parts: ext4’s lock around the fault, and then invalidate_lock around every filling of the cache.',
    leavesOut: 'The journal, delayed allocation, huge pages.',
    scenarios: [
      'truncate',
      'second-unmap',
      'hole-punch',
      'evict-free-evict',
      'generation-counter',
      'i_mutex-in-fault',
      'seqtex',
      'xip-sparse',
      'dax',
      'dax-pinned',
      'collapse-range',
      'punch-livelock',
      'iolock-recursion',
      'xfs-mmaplock',
      'cached-needs-no-lock',
      'invalidate-lock-order',
      'option-3',
    ],
  },
  {
    id: 'nfs-today',
    year: 'today',
    title: 'What became of it: NFS revalidates',
    message: null,
    argument:
      'An NFS client learns of a change from attributes that come with some reply, sets a flag, and empties its cache at the next read. Whether the flag is cleared before or after the pages are dropped decides whether a reader can take a stale page for a valid one; a bit lock fixed it in 2014, and a lockless path came in 2024. Much that looks like a bug is policy: close-to-open consistency promises nothing in between, attributes are trusted for some time, and a mapped reader never asks the server.',
    leavesOut: 'The protocol’s sessions and leases, except for the calls of these tasks.',
    scenarios: [
      'nfs-close-to-open',
      'nfs-attribute-window',
      'nfs-mmap-reader',
      'nfs-open-writer',
      'nfs-flag-order',
      'nfs-bit-lock',
      'nfs-mkwrite',
      'nfs-delegation',
    ],
  },
  {
    id: 'tlb',
    year: 'beneath',
    title: 'Below all of them: the TLB',
    message: null,
    argument:
      'Every scenario above removes a translation and relies on its removal. A processor keeps translations in its TLB, and a dirty bit may be in the TLB entry, in the PTE or in the page. The order in which a kernel clears, flushes and frees decides whether a store is lost or reaches another file’s page.',
    leavesOut: 'Lazy TLB mode, PCIDs, and hardware that flushes by itself.',
    scenarios: ['munmap', 'mkclean', 'december-2006', 'zap-mkclean'],
  },
];

/** From a scenario that needs no timing to one that needs three machines; each with what it teaches. */
export const LADDER: readonly { readonly scenario: string; readonly teaches: string }[] = [
  { scenario: 'xfs-orphan', teaches: 'truncating mapped pages loses stores' },
  { scenario: 'orphan-write-back', teaches: 'a page can leave its file while it is mapped' },
  { scenario: 'page-count-leak', teaches: 'a guard that replaces one bug by another' },
  { scenario: 'truncate', teaches: 'test again, under the lock' },
  { scenario: 'heisenbug', teaches: 'a reply that arrives late' },
  { scenario: 'hole-punch', teaches: 'a fault that fills the cache before the block is freed' },
  { scenario: 'gather-sequence', teaches: 'what each of five steps is for' },
  { scenario: 'munmap', teaches: 'clear, flush, free' },
  { scenario: 'mkclean', teaches: 'a dirty bit in three places' },
  { scenario: 'zap-mkclean', teaches: 'a flush after the lock is dropped is too late' },
  { scenario: 'seqtex', teaches: 'a proposal, and its side effect' },
  { scenario: 'nfs-bit-lock', teaches: 'two readers, one mark' },
];

/** One race of each thread, large on the landing page. */
export const FLAGSHIPS: readonly string[] = [
  'orphan-write-back',
  'heisenbug',
  'xfs-redirtied',
  'hole-punch',
  'nfs-bit-lock',
  'munmap',
];
