// What C has and this language leaves out, and what to write instead.

export interface LeftOut {
  readonly message: string;
  readonly mend: string;
}

/** `#define` and its like, by the word behind the `#`. */
export function leftOutDirective(word: string): LeftOut {
  const message = `“#${word}” is for the preprocessor, which this language does not have`;
  return { message, mend: DIRECTIVES[word] ?? 'delete the line' };
}

const DIRECTIVES: Readonly<Partial<Record<string, string>>> = {
  define: 'write const N = 4; for a number, a function for anything else',
  include: 'name a library file: use "vm.race";',
  if: 'declare an option, and ask it in an if: change fixed;',
  ifdef: 'declare an option, and ask it in an if: change fixed;',
  ifndef: 'declare an option, and ask it in an if: change fixed;',
  else: 'write an if over an option with its else',
  endif: 'delete the line',
};

/** A floating-point number, an operator on bits, a division, a character. */
export function leftOut(text: string): LeftOut {
  if (/^[0-9]/.test(text))
    return {
      message: `“${text}” is a fraction: numbers are whole`,
      mend: 'count in smaller units',
    };
  if (text.startsWith("'"))
    return { message: `${text} is a character: there are none`, mend: 'name it with an enum' };
  if (text === '/' || text === '/=')
    return { message: `“${text}”: there is no division`, mend: 'write the quotient' };
  if (text === '*=' || text === '%=')
    return { message: `there is no “${text}”`, mend: `write x = x ${text.charAt(0)} n;` };
  const mend = 'declare a bool for each bit: bool PG_dirty, PG_uptodate;';
  return { message: `“${text}” works on bits, and numbers have none`, mend };
}

/** Words that begin a statement or a declaration in C only. */
const WORDS: Readonly<Record<string, string>> = {
  typedef: 'use the struct or the enum by its own name',
  union: 'declare a struct with a field for each use',
  extern: 'delete it: use "file.race"; shows what another file declares',
  volatile: 'delete it: every access to shared memory is a step',
  register: 'delete it',
  asm: 'write what the instruction does, as an atomic',
  float: 'count in smaller units with an int',
  double: 'count in smaller units with an int',
};

/** Types of C with a size. */
const SIZED =
  /^(long|short|char|signed|size_t|ssize_t|loff_t|pgoff_t|gfp_t|[us](8|16|32|64)|u?int(8|16|32|64)_t)$/;

/** Null where C means nothing by it. */
export function leftOutWord(word: string): LeftOut | null {
  if (SIZED.test(word))
    return {
      message: `“${word}” is no type here`,
      mend: 'write int, and for what is shared its range: int 0..7',
    };
  const mend = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  return mend === undefined ? null : { message: `“${word}” is left out of this language`, mend };
}
