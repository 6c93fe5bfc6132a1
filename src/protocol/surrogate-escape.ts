/** The byte 0xNN that is no part of valid UTF-8 stands in a text as the lone surrogate U+DCNN. */
const ESCAPE = 0xdc00;
const FIRST_ESCAPE = ESCAPE + 0x80;
const LAST_ESCAPE = ESCAPE + 0xff;

const FIRST_LOW_SURROGATE = 0xdc00;
const BEYOND_BMP = 0x10000;
const LAST_CODE_POINT = 0x10ffff;
const REPLACEMENT = 0xfffd;

/** The smallest code point that needs so many bytes; what is written longer is not UTF-8. */
const LEAST_CODE_POINT = [0, 0, 0x80, 0x800, BEYOND_BMP] as const;

/** Decodes bytes that are not UTF-8 throughout, in time that grows with their number only. */
export function decodeEscaped(bytes: Buffer, start: number, end: number): string {
  // No byte makes more than one unit of UTF-16.
  const units = Buffer.allocUnsafe(2 * (end - start));
  let length = 0;
  let position = start;
  while (position < end) {
    const size = characterSize(bytes[position] as number);
    const codePoint = codePointAt(bytes, position, end, size);
    if (codePoint === undefined) {
      length = units.writeUInt16LE(ESCAPE + (bytes[position] as number), length);
      position += 1;
    } else {
      length = writeUtf16(units, codePoint, length);
      position += size;
    }
  }
  return units.toString('utf16le', 0, length);
}

/**
 * Encodes a text with lone surrogates: those that stand for a byte become that byte, others the
 * replacement character. The buffer has three bytes for each unit of the text.
 *
 * @returns the number of bytes written
 */
export function writeEscaped(buffer: Buffer, text: string, offset: number): number {
  let end = offset;
  for (let index = 0; index < text.length; index += 1) {
    const codePoint = text.codePointAt(index) as number;
    if (codePoint >= FIRST_ESCAPE && codePoint <= LAST_ESCAPE) {
      buffer[end] = codePoint - ESCAPE;
      end += 1;
    } else {
      end = writeUtf8(buffer, isSurrogate(codePoint) ? REPLACEMENT : codePoint, end);
      if (codePoint >= BEYOND_BMP) index += 1;
    }
  }
  return end - offset;
}

/** How many bytes a character has that begins with this one; 0 when none does. */
function characterSize(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf8 ? 4 : 0;
}

/** @returns undefined when the bytes are no character of that size */
function codePointAt(
  bytes: Buffer,
  position: number,
  end: number,
  size: number,
): number | undefined {
  if (size === 0 || position + size > end) return undefined;
  const first = bytes[position] as number;
  if (size === 1) return first;
  let codePoint = first & (0x7f >> size);
  for (let next = position + 1; next < position + size; next += 1) {
    const byte = bytes[next] as number;
    if ((byte & 0xc0) !== 0x80) return undefined;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const least = LEAST_CODE_POINT[size] as number;
  if (codePoint < least || codePoint > LAST_CODE_POINT || isSurrogate(codePoint)) return undefined;
  return codePoint;
}

function writeUtf16(units: Buffer, codePoint: number, offset: number): number {
  if (codePoint < BEYOND_BMP) return units.writeUInt16LE(codePoint, offset);
  const beyond = codePoint - BEYOND_BMP;
  const next = units.writeUInt16LE(0xd800 + (beyond >> 10), offset);
  return units.writeUInt16LE(FIRST_LOW_SURROGATE + (beyond & 0x3ff), next);
}

function writeUtf8(buffer: Buffer, codePoint: number, offset: number): number {
  if (codePoint < 0x80) return buffer.writeUInt8(codePoint, offset);
  let size = 2;
  while (size < 4 && codePoint >= (LEAST_CODE_POINT[size + 1] as number)) size += 1;
  let rest = codePoint;
  for (let at = offset + size - 1; at > offset; at -= 1) {
    buffer[at] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  buffer[offset] = ((0xf00 >> size) & 0xff) | rest;
  return offset + size;
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}
