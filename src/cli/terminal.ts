// Where a command writes, and whether to use colours.

import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';
export type Paint = (style: Style, text: string) => string;

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  readonly paint: Paint;
  /** Overwrites the progress line; does nothing if the output is no terminal. */
  progress(text: string): void;
}

/** https://no-color.org: any value but the empty one switches colours off. */
export function nodeTerminal({ stdout, stderr, env }: NodeJS.Process): Terminal {
  const colours = stdout.isTTY && (env['NO_COLOR'] ?? '') === '';
  const progress = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001B[K${text}`);
  };
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    paint: (style, text) => (colours ? styleText(style, text) : text),
    progress,
  };
}
