// The talks of the collection, without their texts: what lists of talks show.

export interface ListedTalk {
  /** The file's name in src/talks, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  /** One sentence. */
  readonly about: string;
}

export const LISTED_TALKS: readonly ListedTalk[] = [
  {
    name: 'five-minutes',
    title: 'Four steps to a deadlock',
    minutes: 5,
    about: 'A demonstration that needs no knowledge of the page cache.',
  },
  {
    name: 'hole-punch',
    title: 'Hole punch: thirteen years to a lock',
    minutes: 10,
    about: 'From 2.6.22 to invalidate_lock in 5.15, and what the lock costs.',
  },
  {
    name: 'dirty-bit',
    title: 'Three homes of a dirty bit',
    minutes: 15,
    about: 'The page, the PTE and the TLB: 2000, December 2006, 2014 and 2022.',
  },
];
