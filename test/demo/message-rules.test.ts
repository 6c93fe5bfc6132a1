import { describe, expect, it } from 'vitest';
import { makeValue } from '../../src/demo/make-value.ts';
import { dsaServerKey } from '../../src/demo/server-key.ts';
import type { ProtocolVersion } from '../../src/handle/site.ts';
import { OpFlag } from '../../src/protocol/op-flag.ts';
import { encodeRequest, type Request } from '../../src/protocol/request.ts';
import { digestOfRequest, matchesRequest } from '../../src/protocol/request-digest.ts';
import { decodeResponse, type Response } from '../../src/protocol/response.ts';
import { verifyResponse } from '../../src/protocol/signature.ts';
import { requestFor } from './ask.ts';
import { answerAtOnce, loneService, NOW, PRIMARY_SITE, PUBLIC_KEY_RECORD } from './lone-service.ts';

const HANDLE = '20.500.1/x';
const RECORD = { [HANDLE]: [makeValue(1, 'URL', 'https://example.org/x')] };
const PRIMARY = loneService(RECORD);
const MIRROR = loneService(RECORD, { site: { ...PRIMARY_SITE, flags: 0 } });
const DSA_KEY = dsaServerKey();

const version = (minor: number): ProtocolVersion => ({ major: 2, minor });

function respond(other: Partial<Request> = {}, service = PRIMARY): Response {
  const bytes = encodeRequest(requestFor(HANDLE, other));
  return decodeResponse(answerAtOnce(service, bytes, NOW).bytes);
}

/** The bytes of a request after `change` has been at them. */
function changed(change: (bytes: Uint8Array) => void, other: Partial<Request> = {}): Response {
  const bytes = encodeRequest(requestFor(HANDLE, other));
  change(bytes);
  return decodeResponse(answerAtOnce(PRIMARY, bytes, NOW).bytes);
}

describe('the version of an answer', () => {
  it.each([
    [version(11), version(11)],
    [version(1), version(1)],
    [{ major: 3, minor: 0 }, version(11)],
    [
      { major: 5, minor: 0 },
      { major: 5, minor: 0 },
    ],
  ])('is %o → %o by what the client suggests', (suggested, expected) => {
    const { envelope } = respond({ suggested });
    expect(envelope.version).toEqual(expected);
    expect(envelope.suggested).toEqual(version(11));
  });

  it('is not newer than the server', () => {
    const old = loneService(RECORD, { version: version(10) });
    const { envelope } = respond({}, old);
    expect([envelope.version, envelope.suggested]).toEqual([version(10), version(10)]);
  });

  it('does not depend on the version of the request', () => {
    expect(respond({ version: version(1) }).envelope.version).toEqual(version(11));
  });
});

describe('the header of an answer', () => {
  it('repeats request id, opcode and recursion count', () => {
    const { envelope, header } = respond({ requestId: 0xfedcba98, recursionCount: 9 });
    expect(envelope.requestId).toBe(0xfedcba98);
    expect(header).toMatchObject({ opcode: 1, recursionCount: 9 });
  });

  it('accepts request id 0', () => {
    expect(respond({ requestId: 0 }).responseCode).toBe(1);
  });

  it('has the serial number of the server’s own site', () => {
    expect(respond({ siteSerial: 3 }).header.siteSerial).toBe(PRIMARY_SITE.serialNumber);
  });

  it('expires after twelve hours, whatever the request says', () => {
    expect(respond({ expiration: 0 }).header.expiration).toBe(NOW / 1000 + 43_200);
  });

  it('says that a primary is authoritative', () => {
    expect(respond().header.flags).toBe(0x99000000);
  });

  it('says no such thing at a mirror', () => {
    expect(respond({}, MIRROR).header.flags).toBe(0x19000000);
  });

  it('repeats the wish for authority even at a mirror', () => {
    expect(respond({ flags: 0x99000000 }, MIRROR).header.flags).toBe(0x99000000);
  });

  it('repeats encryption, cache certification, public only, no referral; nothing else', () => {
    const { flags } = respond({
      flags: 0xbf7fffff,
    }).header;
    expect(flags.toString(16)).toBe((0xb9100000).toString(16));
  });

  it('is always recursive', () => {
    expect(respond({ flags: 0x01000000 }).header.flags & OpFlag.recursive).not.toBe(0);
  });
});

describe('the request digest', () => {
  const asked = { flags: 0x19000000 | OpFlag.requestDigest };

  it.each([
    [11, 3],
    [7, 3],
    [6, 2],
    [1, 2],
  ])('in an answer of version 2.%i has algorithm %i', (minor, algorithm) => {
    const request = requestFor(HANDLE, { ...asked, suggested: version(minor) });
    const { requestDigest } = respond({ ...asked, suggested: version(minor) });
    expect(requestDigest?.algorithm).toBe(algorithm);
    expect(requestDigest && matchesRequest(requestDigest, encodeRequest(request))).toBe(true);
  });

  it('is not there unless asked for', () => {
    expect(respond().requestDigest).toBeUndefined();
  });

  it('is not there below 2.1, nor does the flag say so', () => {
    const response = respond({ ...asked, suggested: { major: 2, minor: 0 } });
    expect(response.requestDigest).toBeUndefined();
    expect(response.header.flags & OpFlag.requestDigest).toBe(0);
  });

  it('covers neither envelope nor credential', () => {
    const other = encodeRequest(requestFor(HANDLE, { ...asked, requestId: 99 }));
    expect(respond(asked).requestDigest).toEqual(digestOfRequest(other, 3));
  });

  it('stands before an error, too', () => {
    const bytes = encodeRequest(requestFor('20.500.1/none', asked));
    expect(decodeResponse(answerAtOnce(PRIMARY, bytes, NOW).bytes)).toMatchObject({
      responseCode: 100,
      requestDigest: { algorithm: 3 },
    });
  });
});

describe('the signature', () => {
  const certified = { flags: 0x59000000 };

  it.each([
    [11, 'SHA-256'],
    [8, 'SHA-256'],
    [7, 'SHA-256'],
    [6, 'SHA-1'],
    [5, 'SHA-1'],
    [1, 'SHA-1'],
  ])('of an RSA key in version 2.%i has %s', (minor, digest) => {
    const response = respond({ ...certified, suggested: version(minor) });
    expect(verifyResponse(response, PUBLIC_KEY_RECORD)).toMatchObject({ valid: true, digest });
  });

  it.each([
    [11, 'SHA-256'],
    [10, 'SHA-1'],
    [7, 'SHA-1'],
    [2, 'SHA-1'],
  ])('of a DSA key in version 2.%i has %s', (minor, digest) => {
    const service = loneService(RECORD, { key: DSA_KEY });
    const response = respond({ ...certified, suggested: version(minor) }, service);
    expect(verifyResponse(response, DSA_KEY.record)).toMatchObject({ valid: true, digest });
  });

  it('is there on errors', () => {
    const bytes = encodeRequest(requestFor('20.500.1/none', certified));
    const response = decodeResponse(answerAtOnce(PRIMARY, bytes, NOW).bytes);
    expect(response.responseCode).toBe(100);
    expect(verifyResponse(response, PUBLIC_KEY_RECORD).valid).toBe(true);
  });

  it('has the counter 0 and no signer', () => {
    expect(respond(certified).credential).toMatchObject({ counter: 0, signer: '' });
  });

  it('is not there unless asked for', () => {
    expect(respond().credential).toBeUndefined();
  });
});

describe('codes below version 2.5', () => {
  it('a disabled server says 303, which then means that it is a backup', () => {
    const bytes = encodeRequest(requestFor(HANDLE, { suggested: version(4) }));
    const told = answerAtOnce(PRIMARY, bytes, NOW, () => ({ kind: 'code', code: 7 })).bytes;
    expect(Buffer.from(told).readUInt32BE(24)).toBe(303);
    expect(decodeResponse(told).responseCode).toBe(7);
  });

  it('a bad value is called one that exists', () => {
    const bytes = encodeRequest(requestFor(HANDLE, { suggested: version(4) }));
    const told = answerAtOnce(PRIMARY, bytes, NOW, () => ({ kind: 'code', code: 202 })).bytes;
    expect(decodeResponse(told).responseCode).toBe(201);
  });
});

describe('requests that deployed servers take, too', () => {
  /** Cuts bytes off the end of the body, whose credential length is left out as well. */
  const cut = (bytes: Uint8Array, count: number): Uint8Array => {
    const shorter = Buffer.from(bytes.subarray(0, bytes.length - 4 - count));
    shorter.writeUInt32BE(shorter.length - 20, 16);
    shorter.writeUInt32BE(shorter.length - 44, 40);
    return shorter;
  };

  it.each([
    [0, 'without a credential length'],
    [4, 'without the list of types'],
    [8, 'without both lists'],
  ])('cut by %i bytes: %s', (count) => {
    const bytes = cut(encodeRequest(requestFor(HANDLE)), count);
    expect(decodeResponse(answerAtOnce(PRIMARY, bytes, NOW).bytes).responseCode).toBe(1);
  });
});

describe('what cannot be attributed', () => {
  const anonymous = {
    envelope: { requestId: 0xffffffff, version: version(3), sessionId: 0 },
    header: { opcode: 0, siteSerial: 0xffff },
  };

  it.each([
    ['no bytes', '', 4],
    ['seven bytes of garbage', '01020304050607', 4],
    ['an envelope that announces too much', `020b020b${'00'.repeat(12)}7fffffff`, 4],
    ['an envelope without a message', `020b020b${'00'.repeat(16)}`, 4],
    ['a body that ends too early', requestWithHandleLength(1000), 2],
  ])('%s is answered anonymously', (_, hex, responseCode) => {
    const response = decodeResponse(answerAtOnce(PRIMARY, Buffer.from(hex, 'hex'), NOW).bytes);
    expect(response).toMatchObject({ ...anonymous, responseCode });
    expect(response.header.expiration).toBe(NOW / 1000 + 43_200);
  });

  it('a response code makes it no request', () => {
    expect(changed((bytes) => bytes.set([1], 27))).toMatchObject({ ...anonymous, responseCode: 2 });
  });

  it('opcode 0 is reserved', () => {
    expect(respond({ opcode: 0 })).toMatchObject({ ...anonymous, responseCode: 4 });
  });

  it('encryption without a session', () => {
    const response = changed((bytes) => bytes.set([0x42], 2));
    expect(response).toMatchObject({ ...anonymous, responseCode: 501 });
  });

  it('encryption in an unknown session', () => {
    const response = changed((bytes) => bytes.set([0x42], 2), { sessionId: 77 });
    expect(response).toMatchObject({ ...anonymous, responseCode: 500 });
  });

  it('an unknown session without encryption is told apart', () => {
    const response = respond({ sessionId: 77 });
    expect(response).toMatchObject({
      responseCode: 500,
      envelope: { requestId: 0x01020304, sessionId: 77 },
    });
  });
});

/** A request whose handle says that it is longer than the body. */
function requestWithHandleLength(length: number): string {
  const bytes = Buffer.from(encodeRequest(requestFor(HANDLE)));
  bytes.writeUInt32BE(length, 44);
  return bytes.toString('hex');
}
