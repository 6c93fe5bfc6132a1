import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/protocol/message.ts';
import {
  DigestAlgorithm,
  digestAlgorithmFor,
  digestOfRequest,
  matchesRequest,
} from '../../src/protocol/request-digest.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { errorOf } from './error-of.ts';
import { messageVector, messageVectors, version } from './message-vectors.ts';
import { bytesOf } from './wire-vectors.ts';

describe('a request digest', () => {
  const answered = messageVectors('response', 'certified').flatMap(({ name, object, hex }) =>
    object.requestHex ? [{ name, request: bytesOf(object.requestHex), answer: bytesOf(hex) }] : [],
  );

  it('is known of several answers', () => {
    expect(answered.length).toBeGreaterThan(8);
  });

  it.each(answered)('is that of the request: $name', ({ request, answer }) => {
    const { requestDigest } = decodeResponse(answer);
    expect(requestDigest && matchesRequest(requestDigest, request)).toBe(true);
    expect(requestDigest && matchesRequest(requestDigest, decodeMessage(request))).toBe(true);
  });

  it.each(answered)('is that of no other request: $name', ({ request, answer }) => {
    const { requestDigest } = decodeResponse(answer);
    const other = request.slice();
    other[50] = (other[50] ?? 0) ^ 1;
    expect(requestDigest && matchesRequest(requestDigest, other)).toBe(false);
  });

  it('covers neither envelope nor credential', () => {
    const request = bytesOf(messageVector('req-res-all').hex);
    const digest = digestOfRequest(request, DigestAlgorithm.sha256);
    const covered = request.subarray(20, request.length - 4);
    expect(Buffer.from(digest.digest)).toEqual(createHash('sha256').update(covered).digest());
  });

  it('without a name is MD5', () => {
    const request = bytesOf(messageVector('req-res-all').hex);
    const { digest } = digestOfRequest(request, DigestAlgorithm.md5);
    const unnamed = { algorithm: DigestAlgorithm.unnamed, digest };
    expect(matchesRequest(unnamed, request)).toBe(true);
    expect(matchesRequest({ ...unnamed, digest: digest.subarray(1) }, request)).toBe(false);
  });

  it('of an unknown algorithm matches nothing and cannot be made', () => {
    const request = bytesOf(messageVector('req-res-all').hex);
    expect(matchesRequest({ algorithm: 4, digest: new Uint8Array(32) }, request)).toBe(false);
    expect(errorOf(() => digestOfRequest(request, 4)).code).toBe('unknown-digest');
  });

  it.each([
    [version(2, 11), DigestAlgorithm.sha256],
    [version(2, 7), DigestAlgorithm.sha256],
    [version(2, 6), DigestAlgorithm.sha1],
    [version(2, 1), DigestAlgorithm.sha1],
  ])('of version %o is of algorithm %i', (peer, algorithm) => {
    expect(digestAlgorithmFor(peer)).toBe(algorithm);
  });
});
