// Configurations in words, and the command line that shows a run.

import type { LinkedConfiguration } from './link.ts';

/** `evict_again=on page=cached`: the options that differ from the kernel's. */
export function optionWords({ options }: LinkedConfiguration): string[] {
  return Object.entries(options).map(([name, value]) => `${name}=${valueWord(value)}`);
}

function valueWord(value: boolean | string): string {
  if (typeof value === 'string') return value;
  return value ? 'on' : 'off';
}

/** `2.6.23, page=cached`. */
export function configurationTitle(said: LinkedConfiguration): string {
  const kernel = said.kernel === null ? [] : [`kernel ${said.kernel}`];
  const words = [...kernel, ...optionWords(said)];
  return words.length === 0 ? 'default options' : words.join(', ');
}

/** The command that shows a run, ready to be pasted into a shell. */
export function showLine(source: string, said: LinkedConfiguration, schedule: string): string {
  const kernel = said.kernel === null ? [] : ['--kernel', said.kernel];
  const options = optionWords(said).flatMap((word) => ['--option', word]);
  const words = [source, ...kernel, ...options, '--schedule', schedule];
  return `npm run -s show -- ${words.map(quote).join(' ')}`;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
