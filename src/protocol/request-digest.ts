import { createHash } from 'node:crypto';
import type { ProtocolVersion } from '../handle/site.ts';
import { ENVELOPE_BYTES } from './envelope.ts';
import { ProtocolError } from './errors.ts';
import { BODY_LENGTH_OFFSET, HEADER_BYTES } from './header.ts';
import { MAX_UNNAMED_DIGEST_BYTES } from './limits.ts';
import type { Message } from './message.ts';
import { Reader } from './reader.ts';
import { bufferOver } from './text.ts';
import { atLeast } from './version.ts';
import type { Writer } from './writer.ts';

/** A server's word on which request it answers (RFC 3652 section 2.2.3). */
export interface RequestDigest {
  /** One of {@link DigestAlgorithm}. */
  readonly algorithm: number;
  readonly digest: Uint8Array;
}

export const DigestAlgorithm = {
  /** A very old form without a name: a length, then bytes; MD5 by its length. */
  unnamed: 0,
  md5: 1,
  sha1: 2,
  sha256: 3,
} as const;

const DIGEST_BYTES: ReadonlyMap<number, number> = new Map([
  [DigestAlgorithm.md5, 16],
  [DigestAlgorithm.sha1, 20],
  [DigestAlgorithm.sha256, 32],
]);

const HASH_NAMES: ReadonlyMap<number, string> = new Map([
  [DigestAlgorithm.unnamed, 'md5'],
  [DigestAlgorithm.md5, 'md5'],
  [DigestAlgorithm.sha1, 'sha1'],
  [DigestAlgorithm.sha256, 'sha256'],
]);

/** The algorithm a server of this version answers with; below 2.1 there are no request digests. */
export function digestAlgorithmFor(version: ProtocolVersion): number {
  return atLeast(version, 2, 7) ? DigestAlgorithm.sha256 : DigestAlgorithm.sha1;
}

/**
 * The digest of a request's header and body exactly as sent: neither envelope nor credential count,
 * so a request keeps its digest when its id changes.
 *
 * @param request a decoded message, or the bytes of envelope and message as encoded here
 */
export function digestOfRequest(request: Message | Uint8Array, algorithm: number): RequestDigest {
  const name = HASH_NAMES.get(algorithm);
  if (name === undefined) throw unknownDigest(algorithm);
  const covered = request instanceof Uint8Array ? headerAndBody(request) : request.headerAndBody;
  const digest = createHash(name).update(covered).digest();
  return { algorithm, digest: new Uint8Array(digest.buffer, digest.byteOffset, digest.length) };
}

/** Whether the digest in an answer is that of the request that was sent. */
export function matchesRequest(digest: RequestDigest, request: Message | Uint8Array): boolean {
  if (!HASH_NAMES.has(digest.algorithm)) return false;
  const expected = digestOfRequest(request, digest.algorithm);
  return bufferOver(expected.digest).equals(digest.digest);
}

/** @throws ProtocolError `missing-digest`, `unknown-digest` */
export function decodeRequestDigest(reader: Reader): RequestDigest {
  if (reader.remaining < 1) throw missingDigest(reader);
  const algorithm = reader.uint8();
  if (algorithm === DigestAlgorithm.unnamed) return decodeUnnamedDigest(reader);
  const length = DIGEST_BYTES.get(algorithm);
  if (length === undefined) throw unknownDigest(algorithm);
  if (reader.remaining < length) throw missingDigest(reader);
  return { algorithm, digest: reader.take(length) };
}

export function encodeRequestDigest(writer: Writer, { algorithm, digest }: RequestDigest): void {
  if (algorithm === DigestAlgorithm.unnamed) {
    writer.bytes(digest);
  } else {
    writer.uint8(algorithm);
    writer.raw(digest);
  }
}

/** The octet 0 that was read is the first of a four-byte length. */
function decodeUnnamedDigest(reader: Reader): RequestDigest {
  if (reader.remaining < 3) throw missingDigest(reader);
  const length = reader.uint8() * 0x10000 + reader.uint16();
  if (length > MAX_UNNAMED_DIGEST_BYTES) {
    throw new ProtocolError('too-long', `a request digest of ${length} bytes`, {
      offset: reader.position,
    });
  }
  if (reader.remaining < length) throw missingDigest(reader);
  return { algorithm: DigestAlgorithm.unnamed, digest: reader.take(length) };
}

function headerAndBody(request: Uint8Array): Uint8Array {
  const reader = new Reader(request, ENVELOPE_BYTES + BODY_LENGTH_OFFSET);
  const bodyLength = reader.uint32();
  return new Reader(request, ENVELOPE_BYTES).take(HEADER_BYTES + bodyLength);
}

function missingDigest(reader: Reader): ProtocolError {
  return new ProtocolError('missing-digest', 'the body is too short for its request digest', {
    offset: reader.position,
  });
}

function unknownDigest(algorithm: number): ProtocolError {
  return new ProtocolError('unknown-digest', `request digest of unknown algorithm ${algorithm}`);
}
