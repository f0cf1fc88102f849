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
export function configurationTitle(reported: LinkedConfiguration): string {
  const kernel = reported.kernel === null ? [] : [`kernel ${reported.kernel}`];
  const words = [...kernel, ...optionWords(reported)];
  return words.length === 0 ? 'default options' : words.join(', ');
}

/** The command that shows a run, ready to be pasted into a shell. */
export function showLine(source: string, reported: LinkedConfiguration, schedule: string): string {
  const kernel = reported.kernel === null ? [] : ['--kernel', reported.kernel];
  const options = optionWords(reported).flatMap((word) => ['--option', word]);
  const words = [source, ...kernel, ...options, '--schedule', schedule];
  return `npm run -s show -- ${words.map(quote).join(' ')}`;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
