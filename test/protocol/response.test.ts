import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../src/protocol/message.ts';
import { hasFlag, OpFlag, withFlag } from '../../src/protocol/op-flag.ts';
import {
  decodeResponse,
  encodeResponse,
  type OutgoingResponse,
  type Response,
} from '../../src/protocol/response.ts';
import { ResponseCode } from '../../src/protocol/response-code.ts';
import { errorOf } from './error-of.ts';
import { responses } from './message-arbitraries.ts';
import {
  headerOf,
  type MessageObject,
  messageVector,
  messageVectors,
  valuesOf,
  version,
} from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

interface Changes {
  readonly version?: readonly [number, number];
  readonly responseCode?: number;
  readonly opcode?: number;
  readonly requestId?: number;
  readonly flags?: number;
  readonly credential?: string;
}

/** An answer with the body given in hexadecimal, otherwise like one of a deployed server. */
function responseWith(body: string, changes: Changes = {}): Uint8Array {
  const { envelope, header } = decodeMessage(bytesOf(messageVector('resp-error-100').hex));
  const { opcode = 1, responseCode = ResponseCode.success, flags = header.flags } = changes;
  const { requestId = envelope.requestId } = changes;
  return encodeMessage({
    envelope: { ...envelope, requestId, version: version(...(changes.version ?? [2, 11])) },
    header: { ...header, opcode, responseCode, flags },
    body: bytesOf(body),
    credential: bytesOf(changes.credential ?? ''),
  });
}

function outgoing(response: Response): OutgoingResponse {
  const { envelope, header, responseCode, body, requestDigest } = response;
  return {
    version: envelope.version,
    suggested: envelope.suggested,
    sessionId: envelope.sessionId,
    requestId: envelope.requestId,
    opcode: header.opcode,
    responseCode,
    flags: header.flags,
    siteSerial: header.siteSerial,
    recursionCount: header.recursionCount,
    expiration: header.expiration,
    body,
    ...(requestDigest && { requestDigest }),
  };
}

function expectedBody(object: MessageObject): object {
  if (object.site) return { kind: 'site', site: { serialNumber: object.site.serialNumber } };
  if (object.nonce) return { kind: 'challenge', nonce: bytesOf(object.nonce) };
  if (object.message !== undefined) {
    return { kind: 'error', message: object.message, indexes: [] };
  }
  const values = object.values ? valuesOf(object.values) : undefined;
  if (object.referralHandle !== undefined) {
    return { kind: 'referral', referralHandle: object.referralHandle, values };
  }
  return { kind: 'values', handle: object.handle, values };
}

describe('a response', () => {
  const vectors = messageVectors('response', 'response-decode', 'certified');

  it.each(vectors)('is read: $name', ({ object, hex }) => {
    const response = decodeResponse(bytesOf(hex));
    expect(response.header).toEqual(headerOf(object.header));
    expect(response.responseCode).toBe(object.effectiveResponseCode ?? object.header.responseCode);
    expect(response.requestDigest).toEqual(
      object.requestDigest && {
        algorithm: object.requestDigest.alg,
        digest: bytesOf(object.requestDigest.digest),
      },
    );
    // The tampered answer differs from its description in one bit of a value.
    if (object.expectValid !== false) expect(response.body).toMatchObject(expectedBody(object));
  });

  it.each(messageVectors('response', 'response-decode'))('is written: $name', ({ hex }) => {
    expect(hexOf(encodeResponse(outgoing(decodeResponse(bytesOf(hex)))))).toBe(hex);
  });

  it('is read back as written, whatever it says', () => {
    fc.assert(
      fc.property(responses, (response) => {
        const decoded = decodeResponse(encodeResponse(response));
        const digest = response.requestDigest !== undefined;
        const flags = withFlag(response.flags, OpFlag.requestDigest, digest);
        expect(outgoing(decoded)).toEqual({ ...response, flags });
        expect(decoded.credential).toBeUndefined();
      }),
    );
  });

  it('keeps types and texts that nobody knows, byte for byte', () => {
    const value = '80000001ffffffff07fffffffff00000000280ff000000020001';
    const reference = '00000001fe80000000';
    const bytes = responseWith(`00000002e9ff00000001${value}00000001${reference}`);
    expect(hexOf(encodeResponse(outgoing(decodeResponse(bytes))))).toBe(hexOf(bytes));
  });
});

describe('the code of a response', () => {
  it('303 means a backup server below 2.5', () => {
    const bytes = responseWith('00000000', { version: [2, 4], responseCode: 303 });
    const response = decodeResponse(bytes);
    expect(response.responseCode).toBe(ResponseCode.serverBackup);
    expect(response.body.kind).toBe('error');
    expect(hexOf(encodeResponse(outgoing(response)))).toBe(hexOf(bytes));
  });

  it('303 means a referral from 2.5 on', () => {
    const response = decodeResponse(
      responseWith('00000000', { version: [2, 5], responseCode: 303 }),
    );
    expect(response.responseCode).toBe(ResponseCode.prefixReferral);
    expect(response.body.kind).toBe('referral');
  });

  it('202 is written as 201 below 2.5', () => {
    const response = decodeResponse(responseWith('00000000', { responseCode: 202 }));
    const old = encodeResponse({ ...outgoing(response), version: version(2, 4) });
    expect(decodeMessage(old).header.responseCode).toBe(ResponseCode.valueAlreadyExists);
  });

  it('0 is that of a request', () => {
    const bytes = bytesOf(messageVector('req-res-all').hex);
    expect(errorOf(() => decodeResponse(bytes)).code).toBe('not-a-response');
  });
});

describe('an error', () => {
  it('to nobody in particular is read', () => {
    const anonymous = responseWith('00000003626164', {
      version: [2, 3],
      opcode: 0,
      requestId: 0xffffffff,
      responseCode: ResponseCode.protocolError,
    });
    expect(decodeResponse(anonymous)).toMatchObject({
      envelope: { requestId: 0xffffffff },
      header: { opcode: 0 },
      body: { kind: 'error', message: 'bad', indexes: [] },
    });
  });

  it.each([[[2, 0] as const], [[5, 3] as const]])('of version %j may lack its message', (old) => {
    const bytes = responseWith('', { version: old, responseCode: 2 });
    expect(decodeResponse(bytes).body).toEqual({ kind: 'error', message: '', indexes: [] });
  });

  it('from 2.1 on has a message', () => {
    const bytes = responseWith('', { version: [2, 1], responseCode: 2 });
    expect(errorOf(() => decodeResponse(bytes)).code).toBe('truncated');
  });

  it('may name the values concerned', () => {
    const bytes = responseWith('000000016100000002000000010000012c', { responseCode: 202 });
    expect(decodeResponse(bytes).body).toEqual({ kind: 'error', message: 'a', indexes: [1, 300] });
  });
});

describe('a referral', () => {
  it('without a list differs from one with an empty list', () => {
    const without = decodeResponse(responseWith('0000000161', { responseCode: 302 }));
    const empty = decodeResponse(responseWith('000000016100000000', { responseCode: 302 }));
    expect(without.body).toEqual({ kind: 'referral', referralHandle: 'a', values: undefined });
    expect(empty.body).toEqual({ kind: 'referral', referralHandle: 'a', values: [] });
  });
});

describe('the body of a response', () => {
  const noValues = '00000003612f6200000000';

  it('may go on after its values', () => {
    expect(decodeResponse(responseWith(`${noValues}ff`)).body.kind).toBe('values');
  });

  it('ends with the site', () => {
    const bytes = responseWith('00010201000100000000000000000000000000000000', { opcode: 2 });
    expect(errorOf(() => decodeResponse(bytes)).code).toBe('trailing-bytes');
  });

  it('names no handle above 2048 bytes', () => {
    const handle = '61'.repeat(2049);
    const bytes = responseWith(`00000801${handle}00000000`);
    expect(errorOf(() => decodeResponse(bytes)).code).toBe('too-long');
  });

  it('has at most 2048 values', () => {
    const bytes = responseWith('00000003612f6200000801');
    expect(errorOf(() => decodeResponse(bytes)).code).toBe('too-many');
  });

  it.each([
    ['', 'missing-digest'],
    ['03', 'missing-digest'],
    [`02${'00'.repeat(19)}`, 'missing-digest'],
    ['0000', 'missing-digest'],
    ['00000010ff', 'missing-digest'],
    ['00ffffff', 'too-long'],
    ['04', 'unknown-digest'],
  ])('%s is no request digest', (body, code) => {
    const bytes = responseWith(body, { flags: OpFlag.requestDigest });
    expect(errorOf(() => decodeResponse(bytes)).code).toBe(code);
  });

  it('of a challenge begins with a digest even when the flags do not say so', () => {
    const bytes = responseWith(`01${'00'.repeat(16)}00000001ab`, { flags: 0, responseCode: 402 });
    const response = decodeResponse(bytes);
    expect(response.requestDigest?.algorithm).toBe(1);
    expect(response.body).toEqual({ kind: 'challenge', nonce: bytesOf('ab') });
  });

  it('has its digest only when the flags say so', () => {
    const { requestDigest: _, ...response } = outgoing(decodeResponse(responseWith(noValues)));
    const bytes = encodeResponse({ ...response, flags: OpFlag.requestDigest });
    expect(hasFlag(decodeResponse(bytes).header.flags, OpFlag.requestDigest)).toBe(false);
  });

  it('is not read when the credential after it is broken', () => {
    const bytes = responseWith(noValues, { credential: '00' });
    expect(errorOf(() => decodeResponse(bytes)).code).toBe('truncated');
  });
});
