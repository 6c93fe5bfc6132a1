import { MAX_FIELD_CHARACTERS } from './limits.ts';

/**
 * Text between the quotes of a log line, as Apache writes it: quotes and backslashes get a
 * backslash, and everything that is not printable ASCII becomes the `\xHH` of its bytes. So a
 * client can neither end the field nor begin a line, nor move the cursor of who reads the log.
 */
export function escapeField(text: string): string {
  const cut = text.length > MAX_FIELD_CHARACTERS ? text.slice(0, MAX_FIELD_CHARACTERS) : text;
  if (PLAIN.test(cut)) return cut;
  return cut.replace(/["\\]|[^\x20-\x7e]/gu, (character) =>
    character === '"' || character === '\\' ? `\\${character}` : escapedBytes(character),
  );
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Headers come as Latin-1, one character for each byte; handles as Unicode. */
function escapedBytes(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const bytes = code < 0x100 ? [code] : Buffer.from(character, 'utf8');
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
