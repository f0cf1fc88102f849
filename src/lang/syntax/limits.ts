// The bounds of a program that the engine takes; beyond one there is a diagnostic that names it.

export const LIMITS = {
  /** Bytes in one file. */
  fileBytes: 256 * 1024,
  /** Expressions and statements inside one another. */
  nesting: 100,
  /** Diagnostics for one program; nobody reads more. */
  diagnostics: 100,
  /** A number in a text. */
  number: 65_535,
  /** Elements of an array or a pool. */
  length: 64,
  /** Calls inside one another. */
  calls: 32,
  /** Statements of a task when every call and every round of a `for` is written out. */
  statements: 20_000,
  /** Locals of one function or task. */
  locals: 250,
  /** Passes of a daemon. */
  runs: 8,
  /** Rounds that are reckoned for a `for` over objects. */
  rounds: 8,
  /** Tasks and daemons, in all configurations together. */
  tasks: 16,
  /** Properties that a scenario declares. */
  properties: 25,
  /** Elements that a quantifier, with those inside it, looks at. */
  instances: 4096,
  /** Cells of shared memory, as many as all variables and pools have. */
  cells: 16_384,
  /** Options that vary. */
  options: 64,
  /** Configurations that `require` leaves. */
  configurations: 4096,
} as const;
