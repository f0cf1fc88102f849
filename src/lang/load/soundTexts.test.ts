// Texts that look wrong and are not: nothing is said about them.

import { expect, test } from 'vitest';
import { renderDiagnostic } from '../syntax/diagnostic.ts';
import { loadProgram } from './loadProgram.ts';
import { library, scenarios } from '../syntax/raceFiles.testing.ts';

test.each([...scenarios])('the scenario %s', (name, text) => {
  const { diagnostics, texts } = loadProgram(name.replace('.race', ''), text, library);
  const rendered = diagnostics.map((d) => renderDiagnostic(d, texts.get(d.at.file) ?? ''));
  expect(rendered).toEqual([]);
});

test.each([
  [
    'a spinlock that an option takes and gives back',
    `change lock;
    spinlock s; mutex m; bool a;
    task f 'f' {
      if (lock) spin_lock(&s);
      a = true;
      if (lock) spin_unlock(&s);
      mutex_lock(&m);
      mutex_unlock(&m);
    }`,
  ],
  [
    'a callee that releases the spinlock before it sleeps',
    `spinlock s; mutex m;
    void finish(void) { spin_unlock(&s); mutex_lock(&m); mutex_unlock(&m); }
    task f 'f' { spin_lock(&s); finish(); }`,
  ],
  [
    'a spinlock that was tried for',
    `spinlock s; mutex m;
    task f 'f' {
      if (!spin_trylock(&s)) {
        mutex_lock(&m);
        mutex_unlock(&m);
        return;
      }
      spin_unlock(&s);
    }`,
  ],
  [
    'a constant argument that decides which spinlock is taken',
    `spinlock a, c; bitlock b;
    void take(int which) { if (which == 0) spin_lock(&a); else spin_lock(&c); }
    void drop(int which) { if (which == 0) spin_unlock(&a); else spin_unlock(&c); }
    task t 't' { take(0); drop(0); bit_lock(&b); bit_unlock(&b); }`,
  ],
  [
    'a local that decides twice, for a lock and its release',
    `spinlock s; mutex m; bool a;
    task t 't' {
      locks = a;
      if (locks) spin_lock(&s);
      a = true;
      if (locks) spin_unlock(&s);
      mutex_lock(&m);
      mutex_unlock(&m);
    }`,
  ],
  [
    'a callee that says whether it has locked',
    `spinlock s; mutex m; bool a;
    bool take(void) { t = a; if (!t) return false; spin_lock(&s); return true; }
    task t 't' {
      if (take()) spin_unlock(&s);
      mutex_lock(&m);
      mutex_unlock(&m);
    }`,
  ],
  [
    'a local with a value on one way only',
    `bool a;
    task f 'f' {
      t = a;
      if (t) x = true;
      a = x;
    }`,
  ],
  [
    'a local that a callee fills',
    `struct page { bool a; };
    struct page P;
    void find(struct page **pagep) { *pagep = &P; }
    task f 'f' {
      struct page *page;
      find(&page);
      page->a = true;
    }`,
  ],
  [
    'a lock after a branch that returned',
    `mutex m; bool a;
    void f(bool quick) {
      atomic {
        if (quick) { a = true; return; }
        mutex_lock(&m);
      }
      mutex_unlock(&m);
    }
    task t 't' { f(true); }`,
  ],
  [
    'a jump forward inside atomic, and one out of it',
    `bool a;
    task f 'f' {
      atomic {
        t = a;
        if (t) goto inside;
        a = true;
        goto outside;
      inside:
        a = false;
      }
    outside:
      a = true;
    }`,
  ],
  [
    'a function that goes round for ever instead of returning',
    `bool a;
    int f(void) {
    again:
      t = a;
      if (t) return 1;
      goto again;
    }
    task t 't' { x = f(); }`,
  ],
  [
    'a local called like an option, and one called like a token',
    `use "filemap.race";
    world page = absent | cached;
    pool struct page pages[1];
    tokens { ZERO, i };
    data last = i;
    finally kept: last == i;
    expect kept holds;
    struct inode F = { .i_data = { .host = &F } };
    task f 'f' when page == cached {
      page = find_get_page(&F.i_data, 0);
      if (page) {
        remove_from_page_cache(&F.i_data, page);
        put_page(page);
      }
    }`,
  ],
  [
    'a variable called like a local of the library',
    `use "filemap.race";
    pool struct page pages[1];
    struct inode F = { .i_data = { .host = &F } };
    bool page;
    task f 'f' { page = true; p = find_get_page(&F.i_data, 0); if (p) put_page(p); }`,
  ],
  [
    'a function that only some configurations call, and only they define',
    `change new;
    bool a;
    void f(void) when new { a = true; }
    task t 't' { if (new) f(); }`,
  ],
  [
    'a count of ghosts, and an assertion about them',
    `ghost int 0..3 seen;
    ghost bool begun;
    bool a;
    assertion once;
    task f 'f' {
      ghost begun = true;
      a = true;
      ghost seen++;
      ghost if (begun) later = true;
      assert(seen == 1 && later, once);
    }
    expect once holds;`,
  ],
  [
    'a variable that is only written: its write is a step',
    `int 0..1 tail; task f 'f' { tail = 1; }`,
  ],
  [
    'an option that only a property asks for',
    `world full; bool a; task f 'f' { a = true; }
    always p: full => !a; expect p violated when full; holds vacuously otherwise;`,
  ],
  [
    'a constant by name that decides a condition, and an assertion of a place that nobody may reach',
    `const PAGES = 2; bool a; assertion p;
    task f 'f' { if (PAGES > 1) a = true; t = a; if (!t) assert(false, p); while (true) { t = a; if (t) break; } a = t; }
    expect p holds vacuously;`,
  ],
  [
    'a parameter that only the signature asks for, a value of an enum and a struct with nothing but an address',
    `enum fault { OK, RETRY, SIGBUS };
    struct file { bool none; };
    struct file F;
    bool a;
    enum fault read_page(struct file *file, int flags) { t = a; if (t) return SIGBUS; return OK; }
    task f 'f' { r = read_page(&F, 0); if (r == OK) a = true; }`,
  ],
  [
    'a jump behind a return, and a choice of which one branch goes on',
    `bool a;
    task f 'f' {
      t = a;
      if (t) goto out;
      choose { give_up: return; go_on: a = true; }
      return;
    out:
      a = false;
    }`,
  ],
  [
    'a struct of the library with one field more',
    `use "vm.race";
    extend struct inode { rwsem i_gc_rwsem; };
    struct inode F = { .i_size = 1, .i_data = { .host = &F } };
    task t 't' { down_write(&F.i_gc_rwsem); up_write(&F.i_gc_rwsem); }`,
  ],
  [
    'two conditions in parentheses',
    `int 0..3 n; always p: (n < 2) == (2 > n); expect p holds; task f 'f' { n = 3; }`,
  ],
  [
    'two conditions for two tasks on one CPU',
    `struct cpu @cpu { bool a; };
    struct mm @mm { bool a; };
    struct cpu cpu0; struct mm mm0, mm1;
    world which = first | second;
    task f 'f' on cpu0 in mm0 when which == first { current->mm->a = true; }
    task g 'g' on cpu0 in mm1 when which == second { current->mm->a = true; }`,
  ],
  [
    'a cue at the task itself, at a label, and in what is called by what it calls',
    `mutex m;
    void inner(void) { mutex_lock(&m); locked: mutex_unlock(&m); }
    void outer(void) { inner(); }
    cue f at f "it begins";
    cue f at inner "it locks";
    cue f at locked "it has locked";
    task f 'f' { outer(); }`,
  ],
])('%s', (_, text) => {
  const { program, diagnostics } = loadProgram('text', text, library);
  expect(diagnostics.map((d) => renderDiagnostic(d, text))).toEqual([]);
  expect(program).not.toBeNull();
});
