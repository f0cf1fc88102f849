// What people type that is near the language, by what they know from elsewhere, and what to write.

/** Words that would begin a declaration. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  never: 'write always NAME: !(…);',
  invariant: 'write always NAME: …;',
  property: 'write always NAME: …; or finally NAME: …;',
  eventually: 'write finally NAME: …; which is asked when all tasks have ended',
  process: "write task NAME 'n' { … }",
  proc: "write task NAME 'n' { … }",
  proctype: "write task NAME 'n' { … }",
  thread: "write task NAME 'n' { … }",
  kthread: "write daemon NAME 'n' runs 2 { … }",
  var: 'write its type: int 0..7 x;',
  let: 'write its type: int 0..7 x;',
  byte: 'write int 0..255',
  include: 'write use "file.race";',
  import: 'write use "file.race";',
  option: 'write change NAME "what it does";',
  assert: 'write always NAME: …;',
};

/** Words and marks where a statement or a condition would end. */
const OPERATORS: Readonly<Record<string, string>> = {
  and: 'write &&',
  or: 'write ||',
  '&': 'numbers have no bits: declare a bool for each',
  '=': 'write ==',
};

/** Functions of the kernel, and of other languages, that no text declares. */
const CALLS: Readonly<Record<string, string>> = {
  await: 'write wait until (…);',
  wait: 'write wait until (…);',
  wait_event: 'write wait until (…);',
  wait_event_interruptible: 'write wait until (…);',
  wake_up: 'delete it: wait until looks by itself',
  wake_up_all: 'delete it: wait until looks by itself',
  schedule: 'delete it: any task may go on between two steps',
  msleep: 'delete it: any task may go on between two steps',
  udelay: 'delete it: any task may go on between two steps',
  printk: 'delete it: nothing reads what it prints',
  printf: 'delete it: nothing reads what it prints',
  pr_err: 'delete it: nothing reads what it prints',
  trace_printk: 'delete it: nothing reads what it prints',
  kmalloc: 'declare a pool, and write alloc(pool)',
  kzalloc: 'declare a pool, and write alloc(pool)',
  alloc_page: 'declare a pool, and write alloc(pool)',
  kfree: 'write free(pointer)',
  spin_lock_irq: 'write spin_lock(&lock)',
  spin_lock_bh: 'write spin_lock(&lock)',
  spin_lock_irqsave: 'write spin_lock(&lock)',
  spin_unlock_irq: 'write spin_unlock(&lock)',
  spin_unlock_bh: 'write spin_unlock(&lock)',
  spin_unlock_irqrestore: 'write spin_unlock(&lock)',
  lock_page: 'write bit_lock(&page->PG_locked), or use "filemap.race";',
  unlock_page: 'write bit_unlock(&page->PG_locked), or use "filemap.race";',
  test_and_set_bit: 'write xchg(page->flag, true)',
  test_and_clear_bit: 'write xchg(page->flag, false)',
  set_bit: 'write page->flag = true;',
  clear_bit: 'write page->flag = false;',
  atomic_inc: 'write x++;',
  atomic_dec: 'write x--;',
  atomic_read: 'write x',
  atomic_set: 'write x = n;',
  atomic_dec_and_test: 'write --x == 0',
  atomic_inc_return: 'write ++x',
  BUG: 'write BUG_ON(true);',
  VM_BUG_ON: 'write BUG_ON(…);',
  VM_BUG_ON_PAGE: 'write BUG_ON(…);',
  WARN_ON_ONCE: 'write WARN_ON(…);',
  synchronize_rcu: 'write wait until, over a count of readers',
  list_for_each_entry: 'write for (x in pool) { … }',
  elseif: 'write else if',
  elif: 'write else if',
};

/** Names of values. */
const VALUES: Readonly<Record<string, string>> = {
  null: 'write NULL',
  nullptr: 'write NULL',
  nil: 'write NULL',
  TRUE: 'write true',
  True: 'write true',
  FALSE: 'write false',
  False: 'write false',
  self: 'write current',
};

/** Words in the place of a verdict. */
const VERDICTS: Readonly<Record<string, string>> = {
  true: 'write holds',
  passes: 'write holds',
  false: 'write violated',
  fails: 'write violated',
  broken: 'write violated',
};

const TABLES = {
  declaration: DECLARATIONS,
  operator: OPERATORS,
  call: CALLS,
  value: VALUES,
  verdict: VERDICTS,
};

/** The mend for what was typed, by what it stands for; null where the word is none of these. */
export function typedInstead(what: keyof typeof TABLES, word: string): string | null {
  const table = TABLES[what];
  return Object.hasOwn(table, word) ? (table[word] ?? null) : null;
}
