import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../src/protocol/limits.ts';
import { decodeMessage, encodeMessage } from '../../src/protocol/message.ts';
import { bytes, uint8, uint16, uint32 } from './arbitraries.ts';
import { errorOf } from './error-of.ts';
import { envelopes } from './message-arbitraries.ts';
import { envelopeOf, headerOf, messageVector, messageVectors } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

/** Envelope (version 2.11, request id 5) and header (resolution) before so many bytes of body. */
function beginning(messageLength: number, bodyLength: number): string {
  const envelope = `020b020b0000000000000005${hex8(0)}${hex8(messageLength)}`;
  return `${envelope}000000010000000019000000ffff000077359400${hex8(bodyLength)}`;
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}

describe('a message', () => {
  it.each(messageVectors('request', 'response', 'response-decode', 'certified'))(
    'is taken apart and put together again: $name',
    ({ object, hex }) => {
      const message = decodeMessage(bytesOf(hex));
      expect(message.envelope).toEqual(envelopeOf(object.envelope));
      expect(message.header).toEqual(headerOf(object.header));
      expect(hexOf(encodeMessage(message))).toBe(hex);
    },
  );

  it('stands in an HTTP request as on TCP', () => {
    const { object, hex } = messageVector<{ head: string; messageHex: string }>(
      'http-tunnel-request',
    );
    const message = bytesOf(hex).subarray(object.head.length);
    expect(hexOf(encodeMessage(decodeMessage(message)))).toBe(object.messageHex);
  });

  it('is read back as written', () => {
    const headers = fc.record({
      opcode: uint32,
      responseCode: uint32,
      flags: uint32,
      siteSerial: uint16,
      recursionCount: uint8,
      reserved: uint8,
      expiration: uint32,
    });
    fc.assert(
      fc.property(envelopes, headers, bytes, bytes, (drawn, header, body, credential) => {
        const envelope = { ...drawn, compressed: false, encrypted: false };
        const message = decodeMessage(encodeMessage({ envelope, header, body, credential }));
        const messageLength = 24 + body.length + 4 + credential.length;
        expect(message.envelope).toEqual({ ...envelope, messageLength });
        expect(message.header).toEqual({ ...header, bodyLength: body.length });
        expect(message.body).toEqual(body);
        expect(message.credential).toEqual(credential);
      }),
    );
  });

  it('may end right after its body', () => {
    const message = decodeMessage(bytesOf(`${beginning(26, 2)}abcd`));
    expect(message.body).toEqual(bytesOf('abcd'));
    expect(message.credential).toHaveLength(0);
  });

  it('gives header and body together as they came', () => {
    const whole = bytesOf(`${beginning(31, 2)}abcd00000001ff`);
    expect(decodeMessage(whole).headerAndBody).toEqual(whole.subarray(20, 46));
  });

  it.each([
    ['shorter than it announces', `${beginning(27, 2)}abcd`, 'wrong-length'],
    ['longer than it announces', `${beginning(25, 2)}abcd`, 'wrong-length'],
    ['too short for a header', '020b020b0000000000000005000000000000000100', 'truncated'],
    ['too short for its body', `${beginning(26, 3)}abcd`, 'truncated'],
    ['cut in the length of its credential', `${beginning(28, 2)}abcd0000`, 'truncated'],
    ['too short for its credential', `${beginning(31, 2)}abcd00000002ff`, 'truncated'],
    ['longer than its credential', `${beginning(32, 2)}abcd00000001ff00`, 'trailing-bytes'],
    ['compressed', beginning(24, 0).replace('020b020b', '020b820b'), 'compressed'],
    ['encrypted', beginning(24, 0).replace('020b020b', '020b420b'), 'encrypted'],
  ])('is refused when %s', (_, hex, code) => {
    expect(errorOf(() => decodeMessage(bytesOf(hex))).code).toBe(code);
  });

  it('is not written when nobody would take it', () => {
    const { envelope, header } = decodeMessage(bytesOf(beginning(24, 0)));
    const largest = MAX_MESSAGE_BYTES - 24 - 4;
    const encode = (length: number) =>
      encodeMessage({ envelope, header, body: new Uint8Array(length), credential: bytesOf('') });
    expect(encode(largest)).toHaveLength(20 + MAX_MESSAGE_BYTES);
    expect(errorOf(() => encode(largest + 1)).code).toBe('too-long');
  });
});
