// The text of a program as it travels in a link: packed with a dictionary that both sides have, and
// told apart by a version. What comes in a link was written by anybody: nothing of it is believed,
// no more is unpacked than a file may have, and nothing throws.
//
//   1.k3f9.HERE_IS_THE_PACKED_TEXT
//
// Version, dictionary, then base64url of four bytes of checksum and the text, UTF-8, deflated.

import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { LIMITS } from '../../lang/syntax/limits.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { checksum, dictionary, dictionaryId } from './textDictionary.ts';

export type UnpackedText =
  | { readonly ok: true; readonly text: string }
  /** What is wrong with it and what to do, to follow a subject: `is cut short: …`. */
  | { readonly ok: false; readonly wrong: string };

const version = '1';

/** What is pushed at once while unpacking: a text that swells is left after at most this much of it. */
const pushBytes = 512;

export function packText(text: string): string {
  const bytes = strToU8(text);
  const packed = deflateSync(bytes, { level: 9, dictionary });
  const whole = new Uint8Array(4 + packed.length);
  new DataView(whole.buffer).setUint32(0, checksum(bytes));
  whole.set(packed, 4);
  return `${version}.${dictionaryId}.${encodeBase64url(whole)}`;
}

/** Never throws, whatever the payload. */
export function unpackText(payload: string): UnpackedText {
  const [reported = '', packedWith = '', body, more] = payload.split('.');
  if (reported !== version && /^\d{1,3}$/.test(reported)) return refuse(otherVersion(reported));
  if (reported !== version || body === undefined || more !== undefined) return refuse(cutShort);
  if (packedWith !== dictionaryId) return refuse(otherDictionary(packedWith.slice(0, 8)));
  const bytes = decodeBase64url(body);
  if (!(bytes instanceof Uint8Array)) return refuse(strangeLetter(body.charAt(bytes.at)));
  return bytes.length < 5 ? refuse(cutShort) : readBytes(bytes);
}

const again = 'copy the whole link again, or ask for the text as a file';
const cutShort = `is cut short: ${again}`;
const changed = `is not what was packed: some of its letters were changed on the way; ${again}`;
const tooLarge = `unpacks to more than ${LIMITS.fileBytes / 1024} KB, the most that a text may have: ask for a smaller one`;

function otherVersion(reported: string): string {
  return `has the version ${reported}, and this page reads version ${version}: load the page again to get its newest form, or ask for the text as a file`;
}

function otherDictionary(id: string): string {
  return `was packed with the dictionary ${id}, and this page has ${dictionaryId}: load the page again, or ask for the text as a file`;
}

function strangeLetter(letter: string): string {
  return `has a “${letter}” in it, which no link has: ${again}`;
}

function refuse(wrong: string): UnpackedText {
  return { ok: false, wrong };
}

function readBytes(bytes: Uint8Array): UnpackedText {
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const inflated = inflateBounded(bytes.subarray(4));
  if (typeof inflated === 'string') return refuse(inflated);
  if (checksum(inflated) !== sum) return refuse(changed);
  const text = strFromU8(inflated);
  const sameBytes = checksum(strToU8(text)) === sum;
  return sameBytes ? { ok: true, text } : refuse('is not UTF-8: ask for it as a file');
}

/** A string says why there is nothing. */
function inflateBounded(packed: Uint8Array): Uint8Array | string {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate({ dictionary }, (part) => {
    size += part.length;
    if (size <= LIMITS.fileBytes) parts.push(part);
  });
  try {
    for (let i = 0; i < packed.length && size <= LIMITS.fileBytes; i += pushBytes)
      inflate.push(packed.subarray(i, i + pushBytes), i + pushBytes >= packed.length);
  } catch (error) {
    return error instanceof Error && error.message === 'unexpected EOF' ? cutShort : changed;
  }
  return size > LIMITS.fileBytes ? tooLarge : joined(parts, size);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
