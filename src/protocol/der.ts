import { ProtocolError } from './errors.ts';
import { Reader } from './reader.ts';

/** The tags of DER (ITU-T X.690) that occur in public keys. */
export const DerTag = { integer: 0x02, bitString: 0x03, sequence: 0x30 } as const;

/** From here on a length's first octet tells how many octets of length follow. */
const LONG_FORM = 0x80;

/** One element: tag, length, the parts one after the other. */
export function derElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), derLength(content.length), content]);
}

/** @param integer unsigned and big-endian, without leading zeros */
export function derInteger(integer: Uint8Array): Uint8Array {
  return derElement(DerTag.integer, signed(integer));
}

/** An unsigned big-endian integer as two's complement: a zero byte before a first bit that is set. */
export function signed(integer: Uint8Array): Uint8Array {
  if (integer.length > 0 && (integer[0] as number) < 0x80) return integer;
  return Buffer.concat([Uint8Array.of(0), integer]);
}

/** The same without the zero bytes before it. */
export function unsigned(integer: Uint8Array): Uint8Array {
  let zeros = 0;
  while (zeros < integer.length && integer[zeros] === 0) zeros += 1;
  return integer.subarray(zeros);
}

/**
 * Goes into the next element.
 *
 * @throws ProtocolError `key` when it has another tag, `truncated` when it reaches past the end
 */
export function openDer(reader: Reader, tag: number): Reader {
  const found = reader.uint8();
  if (found !== tag) throw new ProtocolError('key', `DER tag ${found} where ${tag} should be`);
  let length = reader.uint8();
  if (length >= LONG_FORM) {
    const octets = reader.take(length - LONG_FORM);
    length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  }
  return new Reader(reader.take(length));
}

export function readDerInteger(reader: Reader): Uint8Array {
  return unsigned(openDer(reader, DerTag.integer).rest());
}

function derLength(length: number): Uint8Array {
  if (length < LONG_FORM) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(LONG_FORM + 1, length);
  return Uint8Array.of(LONG_FORM + 2, length >> 8, length & 0xff);
}
