// The option `--option NAME=VALUE` of the commands that take one configuration.

import { UsageError } from './readArguments.ts';

export function readOption(text: string): [string, boolean | string] {
  const [name = '', value, more] = text.split('=');
  if (name === '' || value === undefined || more !== undefined)
    throw new UsageError(`--option is NAME=VALUE, not “${text}”`);
  if (value === 'on') return [name, true];
  return [name, value === 'off' ? false : value];
}
