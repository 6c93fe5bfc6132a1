import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKey } from '../handle/public-key.ts';
import { signed, unsigned } from './der.ts';
import { ProtocolError } from './errors.ts';
import { MAX_KEY_INTEGER_BYTES, MAX_RSA_EXPONENT_BYTES } from './limits.ts';
import { Reader } from './reader.ts';
import { decodeSpki, encodeSpki } from './spki.ts';
import { Writer } from './writer.ts';

/** The names of kinds of keys in key records. */
const RSA = 'RSA_PUB_KEY';
const DSA = 'DSA_PUB_KEY';

/** What deployed software writes after an RSA key; digests of values cover it. */
const RSA_TRAILER = 0;

/**
 * Reads a key record: the data of HS_PUBKEY, and the key of a server in HS_SITE (RFC 3651 section
 * 3.2.4 names it without its layout). Bytes after the key are passed over.
 *
 * @throws ProtocolError `key` for other kinds than RSA and DSA and for numbers that are zero,
 * `too-long`, `truncated`
 */
export function decodePublicKey(bytes: Uint8Array): PublicKey {
  const reader = new Reader(bytes);
  const kind = reader.text();
  // Two bytes of flags that have no meaning.
  reader.skip(2);
  if (kind === RSA) {
    const e = readInteger(reader, MAX_RSA_EXPONENT_BYTES);
    return { kty: 'RSA', e, n: readInteger(reader, MAX_KEY_INTEGER_BYTES) };
  }
  if (kind === DSA) {
    const q = readInteger(reader, MAX_KEY_INTEGER_BYTES);
    const p = readInteger(reader, MAX_KEY_INTEGER_BYTES);
    const g = readInteger(reader, MAX_KEY_INTEGER_BYTES);
    return { kty: 'DSA', q, p, g, y: readInteger(reader, MAX_KEY_INTEGER_BYTES) };
  }
  throw new ProtocolError('key', 'a key of unknown kind', { offset: 0 });
}

/** The key record, byte for byte as deployed software writes it. */
export function encodePublicKey(key: PublicKey): Uint8Array {
  const writer = new Writer();
  writer.text(key.kty === 'RSA' ? RSA : DSA);
  writer.uint16(0);
  if (key.kty === 'RSA') {
    writer.bytes(signed(key.e));
    writer.bytes(signed(key.n));
    writer.uint32(RSA_TRAILER);
  } else {
    writer.bytes(signed(key.q));
    writer.bytes(signed(key.p));
    writer.bytes(signed(key.g));
    writer.bytes(signed(key.y));
  }
  return writer.finish();
}

/**
 * The key in the form that node:crypto verifies with.
 *
 * @throws ProtocolError `key` when OpenSSL refuses its numbers
 */
export function toKeyObject(key: PublicKey): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(encodeSpki(key)), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new ProtocolError('key', 'a public key with impossible numbers', { cause });
  }
}

/**
 * The public key, or the public half of a private key.
 *
 * @throws ProtocolError `key` for other kinds than RSA and DSA
 */
export function fromKeyObject(key: KeyObject): PublicKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return decodeSpki(publicKey.export({ format: 'der', type: 'spki' }));
}

/** Written as two's complement, but not by everybody: the first bit is never a sign. */
function readInteger(reader: Reader, maximum: number): Uint8Array {
  const offset = reader.position;
  const integer = unsigned(reader.bytes(maximum + 1));
  if (integer.length === 0) throw new ProtocolError('key', 'a key with a zero in it', { offset });
  return integer;
}
