// Exit codes, for scripts. If several apply, the first of these is used.

export const EXIT = {
  /** The input could not be read: an unknown option or file, no UTF-8, too large, not a program. */
  unreadable: 2,
  /** A verdict is not the expected one, or a schedule could not be taken to its end. */
  unexpected: 1,
  /** A limit cut a search short. */
  limit: 3,
  fine: 0,
  /** A bug in this program. */
  broken: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
