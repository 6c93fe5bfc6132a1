import { isUtf8 } from 'node:buffer';
import { decodeEscaped, writeEscaped } from './surrogate-escape.ts';

/**
 * UTF-8 to text without loss: whatever the bytes, {@link encodeText} gives them back.
 *
 * Handles and types need not be valid UTF-8, and unknown ones have to survive a round trip. Bytes
 * that are not UTF-8 become lone surrogates U+DC80–U+DCFF, which no valid text contains.
 *
 * @param start of the text in `bytes`; by default the beginning
 * @param end after the text; by default the end
 */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const buffer = bufferOver(bytes);
  let position = start;
  while (position < end && (buffer[position] as number) < 0x80) position += 1;
  // Latin-1 is the fastest decoder there is, and the same thing for ASCII.
  if (position === end) return buffer.toString('latin1', start, end);
  const text = buffer.toString('utf8', start, end);
  if (!text.includes('\ufffd') || isUtf8(buffer.subarray(start, end))) return text;
  return decodeEscaped(buffer, start, end);
}

/** Text to UTF-8; lone surrogates U+DC80–U+DCFF become the bytes they stand for. */
export function encodeText(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafe(textCapacity(text));
  const length = writeText(bytes, text, 0);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, length);
}

/** As many bytes as the text can need at most, without looking at it. */
export function textCapacity(text: string): number {
  return text.length * 3;
}

/** Writes the text as {@link encodeText} does. @returns the number of bytes written */
export function writeText(buffer: Buffer, text: string, offset: number): number {
  return text.isWellFormed()
    ? buffer.write(text, offset, 'utf8')
    : writeEscaped(buffer, text, offset);
}

/** The same memory as a Buffer, whose methods are faster than those of DataView or TextDecoder. */
export function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
