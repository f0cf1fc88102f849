// Finds Chromium for the journeys in `e2e/`, and installs Debian's when it is absent and we may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const DEBIAN = '/usr/bin/chromium';

/** @param {string} command @param {string[]} args @returns {boolean} whether it ended well */
function succeeds(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], env }).status === 0;
}

/** @returns {string[] | null} what to put before a command that only root may run; null if we may not */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const asked = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return asked.status === 0 ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : null;
}

/** @returns {boolean} whether apt installed it */
function install() {
  const prefix = asRoot();
  if (prefix === null || !existsSync('/usr/bin/apt-get')) return false;
  process.stderr.write('Chromium is absent: installing the Debian package chromium\n');
  return [['update'], ['install', '-y', '--no-install-recommends', 'chromium']].every((args) => {
    const [command = 'apt-get', ...before] = [...prefix, 'apt-get'];
    return succeeds(command, [...before, ...args]);
  });
}

/**
 * The browser's path, or what a person has to do to get one. The variable CHROMIUM names another
 * browser than Debian's; then nothing is installed.
 * @returns {{ path: string } | { missing: string }}
 */
export function chromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined) {
    if (existsSync(named)) return { path: named };
    return { missing: `CHROMIUM=${named} does not exist; name a Chromium, or unset the variable` };
  }
  if (existsSync(DEBIAN) || (install() && existsSync(DEBIAN))) return { path: DEBIAN };
  return {
    missing:
      'no Chromium: run `apt-get update && apt-get install -y chromium` as root (Debian), ' +
      'or set CHROMIUM to the path of one',
  };
}
