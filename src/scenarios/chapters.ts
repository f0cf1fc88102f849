// The story in which the scenarios stand: five messages in the order of time, then what came of them, and the
// hardware beneath. Paraphrase throughout; who wrote what is quoted from nobody.

/** Where an argument was made. */
export interface Message {
  readonly from: string;
  /** The day it was sent, as its header has it. */
  readonly date: string;
  readonly list: string;
  /** Null where the copy that we read has none. */
  readonly subject: string | null;
}

export interface Chapter {
  /** Part of an address, and of the page's own table of contents. */
  readonly id: string;
  readonly year: string;
  readonly title: string;
  /** Null: no single message, but what the kernel does now. */
  readonly message: Message | null;
  /** What was argued, in our words. */
  readonly argument: string;
  /** What the models of this chapter leave out, beside what all of them do. */
  readonly leavesOut: string;
  /** By name, from the easiest to the hardest. */
  readonly scenarios: readonly string[];
}

/** True of every model here: said with every scenario. */
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
      'An NFS client that hears of a change on the server drops the file’s pages from its cache, mapped ones included; a store through such a mapping then lands in a page that no file has, and writing it back oopses. The new test of page_count keeps mapped pages in the cache and so keeps the processes of one machine consistent with each other, at the price of staying stale. Real consistency would take more: lock the page, find everybody who maps it, write it back, mark it not up to date, unlock. The finding is the nasty part.',
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
      'invalidate_inode_pages skips what it cannot drop without waiting. Is each of the four cases harmless? A dirty page goes to the server anyway. A page that is locked and clean is most likely being read, and skipping it leaves one stale page in an otherwise new file: a heisenbug. A page with an elevated count, or with buffers that will not go, is at least doubtful. Clearing uptodate without the page lock races with whoever reads the page, and without unmapping it nobody would fault it in again. Rik van Riel’s idea, to mark the page invalid and protect its PTEs, lets the fault path do the waiting.',
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
      'A direct read on XFS flushes the file’s dirty pages and then truncates them out of the cache. Between the two a store through an mmap can dirty a page again, and a dirty mapped page is thrown away. Leaving mapped pages in the cache fails the file-system exerciser; the existing ways to invalidate know no partial pages and do not call into the file system; unmapping apart from truncating leaves a window. Unmapping under the page lock makes the window tiny, and Nick Piggin’s locked fault is to close it.',
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
      'On AFS a page may be changed with one user’s key, and the server may refuse it when it is written back for another’s. David Howells wants to nuke the first write by marking its pages not up to date and reading them again, since invalidating them from prepare_write would deadlock. Nick Piggin asks what a page that is not up to date does under a mapping, why not write through, and whether page_mkwrite should test for a page that has left its file with !page->mapping or with page->mapping != mapping.',
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
    title: 'A hole has nothing to look at',
    message: {
      from: 'Matthew Wilcox, to Jan Kara',
      date: '27 November 2013',
      list: 'linux-fsdevel',
      subject: null,
    },
    argument:
      'Truncate lowers i_size first, and a fault looks at i_size under the page lock; a hole punch has nothing of the kind. A generation counter is too early or too late wherever it is compared. i_mutex in the fault path inverts against mmap_sem. So: either the page lock is enough after all, which would not help a cache without pages, or a sequence lock that sleeps, seqtex; and best would be an option 3. It came in two parts, ext4’s lock around the fault and then invalidate_lock around every filling of the cache.',
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
      'An NFS client learns of a change from attributes that come with some reply, sets a flag, and empties its cache when somebody next looks. When the flag is cleared, before or after the pages go, decides whether a reader can believe a stale page; a bit lock settled it in 2014, and a path without locks came in 2024. Much that looks like a bug is policy: close-to-open consistency promises nothing in between, attributes are believed for a while, and a mapping never asks.',
    leavesOut: 'The protocol’s sessions and leases beyond what these tasks say to the server.',
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
    title: 'Beneath them all: the TLB',
    message: null,
    argument:
      'Every scenario above takes a translation away and trusts that it is gone. A processor remembers translations, and a dirty bit may live in its memory, in the PTE or in the page: in which order a kernel clears, flushes and frees decides whether a store is lost or lands in somebody else’s page.',
    leavesOut: 'Lazy TLB mode, PCIDs, and hardware that flushes by itself.',
    scenarios: ['munmap', 'mkclean', 'december-2006', 'zap-mkclean'],
  },
];

/** From what needs no timing at all to what takes three machines to see; each with what it teaches. */
export const LADDER: readonly { readonly scenario: string; readonly teaches: string }[] = [
  { scenario: 'xfs-orphan', teaches: 'a page can be lost without any race' },
  { scenario: 'orphan-write-back', teaches: 'a mapping outlives the page’s file' },
  { scenario: 'page-count-leak', teaches: 'a guard that trades one bug for another' },
  { scenario: 'truncate', teaches: 'look again, under the lock' },
  { scenario: 'heisenbug', teaches: 'a reply that lands later' },
  { scenario: 'hole-punch', teaches: 'a lock that is held too late' },
  { scenario: 'gather-sequence', teaches: 'what every step of five is for' },
  { scenario: 'munmap', teaches: 'clear, flush, free' },
  { scenario: 'mkclean', teaches: 'a dirty bit in three homes' },
  { scenario: 'zap-mkclean', teaches: 'two locks, one of them too short' },
  { scenario: 'seqtex', teaches: 'a proposal, and where it leaks' },
  { scenario: 'nfs-bit-lock', teaches: 'two readers, one mark' },
];
