// Bytes as letters that an address carries unescaped (RFC 4648, section 5), without padding.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values: ReadonlyMap<string, number> = new Map([...letters].map((letter, i) => [letter, i]));

export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => letters.charAt((group >> shift) & 63)).join('');
    text += four.slice(0, Math.min(4, bytes.length - i + 1));
  }
  return text;
}

/** The bytes, or the place of the first letter that does not belong there. */
export function decodeBase64url(text: string): Uint8Array | { readonly at: number } {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let n = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = values.get(text.charAt(i));
    if (value === undefined) return { at: i };
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[n++] = (bits >> held) & 0xff;
  }
  return bytes;
}
