/**
 * Undoes percent-encoding, once; `+` stays `+`. Bytes that are not UTF-8 become U+FFFD.
 *
 * @returns undefined when a `%` stands without two hexadecimal digits
 */
export function percentDecode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return decodeEscapes(text);
}

/** As {@link percentDecode}, but a `%` without two hexadecimal digits stays as it is. */
export function percentDecodeLeniently(text: string): string {
  return text.includes('%') ? decodeEscapes(text) : text;
}

function decodeEscapes(text: string): string {
  // Neighbouring escapes are decoded together, because a character can have several bytes.
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
