// What can be taken away from the page besides the run as columns and the Promela model: pictures, texts of the run,
// and the address in other forms.

import { configurationTitle } from '../../check/link/configurationWords.ts';
import { linkConfiguration } from '../../check/link/linkedConfiguration.ts';
import { lockOrderText } from '../../export/lockOrder.ts';
import { mermaidText } from '../../export/mermaid.ts';
import { traceText } from '../../export/trace.ts';
import { unreachable } from '../../base/assert.ts';
import type { SessionState } from './store.ts';

export type TakenText = 'mermaid' | 'lockdep' | 'trace';
export type TakenLink = 'markdown' | 'html' | 'qr';
export type TakenPicture = 'svg' | 'png';
export type TakeAway = TakenText | TakenLink | TakenPicture | 'talk';

/** `Hole punch against a page fault, kernel 2.6.23, step 3 of 51`. */
export function runTitle({ scenario, program, configuration, playback }: SessionState): string {
  const kernel = configurationTitle(linkConfiguration(program, configuration));
  const last = playback.run.moments.length - 1;
  return `${program.title ?? scenario}, ${kernel}, step ${playback.cursor} of ${last}`;
}

/** `hole-punch-2.6.23-step-3`: the name of a file without its ending. */
export function runStem({ scenario, configuration, playback }: SessionState): string {
  const name = scenario.replace(/\.race$/, '');
  const kernel = configuration.kernel === null ? '' : `-${configuration.kernel}`;
  return `${name}${kernel}-step-${playback.cursor}`.replace(/[^\w.-]+/g, '_');
}

/** Null where the run takes no locks in two orders. */
export function runText(state: SessionState, form: TakenText): string | null {
  const { model, playback, scenario, configuration } = state;
  const moments = playback.run.moments.slice(0, playback.cursor + 1);
  const run = { ...playback.run, moves: playback.run.moves.slice(0, playback.cursor), moments };
  switch (form) {
    case 'mermaid':
      return mermaidText(model, run, runTitle(state));
    case 'lockdep':
      return lockOrderText(model, run);
    case 'trace':
      return traceText(model, run, {
        scenario,
        kernel: configuration.kernel,
        options: configuration.config,
      });
    default:
      return unreachable(form);
  }
}

/** `picture`: the name of the file that shows the run. */
export function linkMarkdown(title: string, address: string, picture: string): string {
  const words = title.replace(/[[\]\\]/g, '\\$&');
  return `[![${words}](${picture})](${address})\n`;
}

/** The stage in a frame of another page (docs/EMBED.md). */
export function linkHtml(title: string, address: URL): string {
  const embedded = new URL(address);
  embedded.searchParams.set('embed', '');
  const attribute = (text: string): string =>
    text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<iframe src="${attribute(embedded.href)}" title="${attribute(title)}" width="960" height="600" style="border: 0" loading="lazy"></iframe>\n`;
}
