// A file's bytes to its text, or to why it is refused: too large, or no UTF-8.

import type { Diagnostic } from '../../lang/syntax/diagnostic.ts';
import { LIMITS } from '../../lang/syntax/limits.ts';

/** `new TextDecoder('utf-8', { fatal: true })`, which the page and Node have and this floor does not. */
export interface StrictDecoder {
  /** Throws where the bytes are no UTF-8. */
  decode(bytes: Uint8Array): string;
}

export type SourceFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** `file`: its name, as diagnostics say it. */
export function readSourceFile(
  file: string,
  bytes: Uint8Array,
  decoder: StrictDecoder,
): SourceFile {
  const tooLarge = sourceTooLarge(file, bytes.length);
  if (tooLarge !== null) return { ok: false, diagnostic: tooLarge };
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    const diagnostic = refusal(file, 'RC601', 'the file is not UTF-8', 'save it as UTF-8');
    return { ok: false, diagnostic };
  }
}

/** Asked before a file is read; null when it is small enough. */
export function sourceTooLarge(file: string, bytes: number): Diagnostic | null {
  if (bytes <= LIMITS.fileBytes) return null;
  const size = `${Math.ceil(bytes / 1024)} KB`;
  const most = `${LIMITS.fileBytes / 1024} KB`;
  const message = `the file has ${size}, and the most is ${most}`;
  return refusal(file, 'RC602', message, 'split it with `use`');
}

function refusal(file: string, code: 'RC601' | 'RC602', message: string, mend: string): Diagnostic {
  return { code, severity: 'error', at: { file, from: 0, to: 0 }, message, mend };
}
