import { type KeyObject, sign, verify } from 'node:crypto';
import type { ProtocolVersion } from '../handle/site.ts';
import { type Credential, CredentialType, encodeCredential } from './credential.ts';
import type { OutgoingEnvelope } from './envelope.ts';
import type { Message } from './message.ts';
import { VerificationKeys } from './verification-keys.ts';
import { atLeast } from './version.ts';
import { Writer } from './writer.ts';

export type SignatureDigest = 'SHA-256' | 'SHA-1' | 'MD5';

/** The kind of key that a server signs with. */
export type KeyKind = 'RSA' | 'DSA';

export type Verification =
  | { readonly valid: true; readonly digest: SignatureDigest; readonly key: KeyKind }
  | { readonly valid: false; readonly reason: VerificationFailure };

export type VerificationFailure =
  /** The message has no credential. */
  | 'unsigned'
  /** The credential is no signature by a server's key (a session's, or of a kind not known). */
  | 'unknown-type'
  /** The name of the digest is not known. */
  | 'unknown-digest'
  /** The key record holds no key that can be used. */
  | 'unreadable-key'
  /** The signature is not of these bytes with this key. */
  | 'mismatch';

/** What a signature needs of a message. */
export interface Signable {
  readonly envelope: OutgoingEnvelope;
  readonly headerAndBody: Uint8Array;
}

/** Every spelling of a digest's name in credentials; one octet is its number in request digests. */
const DIGESTS: ReadonlyMap<string, SignatureDigest> = new Map([
  ['SHA-256', 'SHA-256'],
  ['SHA256', 'SHA-256'],
  ['\x03', 'SHA-256'],
  ['SHA1', 'SHA-1'],
  ['SHA-1', 'SHA-1'],
  ['\x02', 'SHA-1'],
  ['MD5', 'MD5'],
  ['\x01', 'MD5'],
]);

const HASH_NAMES = { 'SHA-256': 'sha256', 'SHA-1': 'sha1', MD5: 'md5' } as const;

/** The names as deployed servers write them. */
const WRITTEN_NAMES = { 'SHA-256': 'SHA-256', 'SHA-1': 'SHA1', MD5: 'MD5' } as const;

/** Bytes of the longest prefix before header and body. */
const PREFIX_BYTES = 16;

/**
 * The bytes a signature covers: a prefix from the envelope, then header and body. The prefix grew
 * with the versions:
 *
 * - from 2.8: version, suggested version, session id, request id, counter;
 * - 2.7: the same without the suggested version;
 * - 2.6: version, the upper half of the session id, counter, six zero bytes, a slip of that release
 *   that its peers have to repeat;
 * - below: none, so that nothing but a request digest ties the answer to its request.
 *
 * @param counter of the credential; 0 outside sessions
 */
export function signedBytes({ envelope, headerAndBody }: Signable, counter: number): Uint8Array {
  const { version, suggested, sessionId, requestId } = envelope;
  if (!atLeast(version, 2, 6)) return headerAndBody;
  const writer = new Writer(PREFIX_BYTES + headerAndBody.length);
  writer.uint8(version.major);
  writer.uint8(version.minor);
  if (atLeast(version, 2, 7)) {
    if (atLeast(version, 2, 8)) {
      writer.uint8(suggested.major);
      writer.uint8(suggested.minor);
    }
    writer.uint32(sessionId);
    writer.uint32(requestId);
    writer.uint32(counter);
  } else {
    writer.uint16(sessionId >>> 16);
    writer.uint32(counter);
    writer.uint16(0);
    writer.uint32(0);
  }
  writer.raw(headerAndBody);
  return writer.finish();
}

/** Somebody who signs messages. */
export interface MessageSigner {
  /** RSA or DSA. */
  readonly privateKey: KeyObject;
  /** @default what the version of the message calls for */
  readonly digest?: SignatureDigest;
}

/** The credential of a message outside sessions. */
export function signMessage(message: Signable, signer: MessageSigner): Uint8Array {
  const { privateKey } = signer;
  const isDsa = privateKey.asymmetricKeyType === 'dsa';
  const digest = signer.digest ?? signatureDigestFor(message.envelope.version, isDsa);
  return encodeCredential({
    version: 0,
    reserved: 0,
    options: 0,
    signer: '',
    counter: 0,
    type: CredentialType.signed,
    algorithm: WRITTEN_NAMES[digest],
    signature: sign(HASH_NAMES[digest], signedBytes(message, 0), privateKey),
  });
}

/**
 * Checks an answer's signature with the key that the site record gives for the server asked: RSA
 * (PKCS#1 v1.5) or DSA. Whether the digest is good enough is for the caller to decide.
 *
 * @param publicKeyRecord see `decodePublicKey`
 * @param keys where keys are kept that have been read
 */
export function verifyResponse(
  response: { readonly message: Message; readonly credential: Credential | undefined },
  publicKeyRecord: Uint8Array,
  keys: VerificationKeys = new VerificationKeys(),
): Verification {
  const { message, credential } = response;
  if (credential === undefined) return { valid: false, reason: 'unsigned' };
  const { type, algorithm, counter, signature } = credential;
  if (type !== CredentialType.signed && type !== CredentialType.dsaPublicKey) {
    return { valid: false, reason: 'unknown-type' };
  }
  const digest = DIGESTS.get(algorithm);
  if (digest === undefined) return { valid: false, reason: 'unknown-digest' };
  const key = keys.keyIn(publicKeyRecord);
  if (key === undefined) return { valid: false, reason: 'unreadable-key' };
  const matches = verifies(HASH_NAMES[digest], signedBytes(message, counter), key, signature);
  if (!matches) return { valid: false, reason: 'mismatch' };
  return { valid: true, digest, key: key.asymmetricKeyType === 'dsa' ? 'DSA' : 'RSA' };
}

function signatureDigestFor(version: ProtocolVersion, isDsa: boolean): 'SHA-256' | 'SHA-1' {
  const allowed = isDsa ? atLeast(version, 2, 11) : atLeast(version, 2, 7);
  return allowed ? 'SHA-256' : 'SHA-1';
}

function verifies(hash: string, data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    // OpenSSL looks at some numbers of a key only when it uses them.
    return false;
  }
}
