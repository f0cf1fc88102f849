// A text in a link, before the link is opened: it becomes a file of the visitor's own. If there is a different file
// of that name, the new file gets another name.

import type { ParsedLink } from '../../check/link/link.ts';
import { locateDiagnostics } from '../../check/source/locatedDiagnostic.ts';
import type { Library } from '../state/library.ts';
import type { Notice } from '../state/notice.ts';
import { freeName, isOwnFile } from '../state/ownFile.ts';
import type { OwnText, Rejected } from '../state/store.ts';

export interface Arrival {
  /** The link without its text, and with the file name under which the text was stored. */
  readonly parsed: ParsedLink;
  readonly files: ReadonlyMap<string, OwnText>;
  /** A text with errors is reported, and the link is not followed. */
  readonly rejected: Rejected | null;
  readonly notice: Notice | null;
}

export function receiveText(
  parsed: ParsedLink,
  library: Library,
  files: ReadonlyMap<string, OwnText>,
): Arrival {
  const nothing = { rejected: null, notice: null };
  if (parsed.kind !== 'link' || parsed.text === null) return { parsed, files, ...nothing };
  const { link, text } = parsed;
  const asked = isOwnFile(link.scenario) ? link.scenario : `${link.scenario}.race`;
  const name = freeName(asked, (taken) => isOther(files.get(taken), text));
  const followed: ParsedLink = { kind: 'link', link: { ...link, scenario: name }, text: null };
  if (files.has(name)) return { parsed: followed, files, ...nothing };
  const loaded = library.loadText(name, text);
  if (loaded.program === null) {
    const rejected = { file: name, diagnostics: locateDiagnostics(loaded) };
    return { parsed: { kind: 'none' }, files, rejected, notice: null };
  }
  return {
    parsed: followed,
    files: new Map(files).set(name, { text, staged: text }),
    rejected: null,
    notice: name === asked ? null : besides(asked, name),
  };
}

function isOther(own: OwnText | undefined, text: string): boolean {
  return own !== undefined && own.staged !== text && own.text !== text;
}

function besides(asked: string, name: string): Notice {
  const text = `You have another text of ${asked}. The text of this link is stored as ${name}`;
  return { topic: 'text', tone: 'info', text };
}
