import type { PublicKey } from '../handle/public-key.ts';
import { DerTag, derElement, derInteger, openDer, readDerInteger } from './der.ts';
import { ProtocolError } from './errors.ts';
import { Reader } from './reader.ts';

/** rsaEncryption (RFC 8017) and id-dsa (RFC 3279), each with its tag and length. */
const RSA_OID = Buffer.from('06092a864886f70d010101', 'hex');
const DSA_OID = Buffer.from('06072a8648ce380401', 'hex');

const NULL = Buffer.from('0500', 'hex');

/** The octet of a bit string that says how many bits of its last octet do not count. */
const NO_UNUSED_BITS = Uint8Array.of(0);

/** The key as SubjectPublicKeyInfo in DER (RFC 5280 section 4.1), the form OpenSSL reads. */
export function encodeSpki(key: PublicKey): Uint8Array {
  if (key.kty === 'RSA') {
    const numbers = derElement(DerTag.sequence, derInteger(key.n), derInteger(key.e));
    return keyInfo(numbers, RSA_OID, NULL);
  }
  const parameters = [derInteger(key.p), derInteger(key.q), derInteger(key.g)];
  return keyInfo(derInteger(key.y), DSA_OID, derElement(DerTag.sequence, ...parameters));
}

/** @throws ProtocolError `key` when the key is neither RSA nor DSA, `truncated` */
export function decodeSpki(der: Uint8Array): PublicKey {
  const info = openDer(new Reader(der), DerTag.sequence);
  const algorithm = Buffer.from(openDer(info, DerTag.sequence).rest());
  const bits = openDer(info, DerTag.bitString);
  bits.skip(NO_UNUSED_BITS.length);
  if (algorithm.indexOf(RSA_OID) === 0) {
    const numbers = openDer(bits, DerTag.sequence);
    return { kty: 'RSA', n: readDerInteger(numbers), e: readDerInteger(numbers) };
  }
  if (algorithm.indexOf(DSA_OID) === 0) {
    const parameters = openDer(new Reader(algorithm, DSA_OID.length), DerTag.sequence);
    const p = readDerInteger(parameters);
    const q = readDerInteger(parameters);
    return { kty: 'DSA', y: readDerInteger(bits), p, q, g: readDerInteger(parameters) };
  }
  throw new ProtocolError('key', 'neither an RSA nor a DSA key');
}

function keyInfo(key: Uint8Array, oid: Uint8Array, parameters: Uint8Array): Uint8Array {
  return derElement(
    DerTag.sequence,
    derElement(DerTag.sequence, oid, parameters),
    derElement(DerTag.bitString, NO_UNUSED_BITS, key),
  );
}
