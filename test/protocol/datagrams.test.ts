import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reassembly, splitDatagrams } from '../../src/protocol/datagrams.ts';
import { decodeEnvelope, ENVELOPE_BYTES, encodeEnvelope } from '../../src/protocol/envelope.ts';
import { MAX_DATAGRAM_BYTES, MAX_MESSAGE_BYTES } from '../../src/protocol/limits.ts';
import { errorOf } from './error-of.ts';
import { type MessageVector, messageVectors, version } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

const ENVELOPE = {
  version: version(2, 11),
  suggested: version(2, 11),
  compressed: false,
  encrypted: false,
  truncated: false,
  sessionId: 0,
  requestId: 1,
  sequenceNumber: 0,
};

/** Envelope and so many bytes, no two neighbours alike. */
function messageOf(messageLength: number): Uint8Array {
  const message = new Uint8Array(ENVELOPE_BYTES + messageLength);
  message.set(encodeEnvelope({ ...ENVELOPE, messageLength }));
  for (let index = 0; index < messageLength; index += 1) {
    message[ENVELOPE_BYTES + index] = index * 7 + (index >> 8);
  }
  return message;
}

/** One fragment, with anything about it made up. */
function fragment(
  bodyBytes: number,
  envelope: { requestId?: number; sequenceNumber?: number; messageLength?: number },
): Uint8Array {
  const bytes = new Uint8Array(ENVELOPE_BYTES + bodyBytes);
  bytes.set(encodeEnvelope({ ...ENVELOPE, messageLength: 1000, ...envelope }));
  return bytes;
}

/** Envelope and message of an entry, whose bytes are without envelope. */
function wholeOf({ object, hex }: MessageVector): Uint8Array {
  const first = bytesOf(object.datagrams[0] ?? '');
  const envelope = encodeEnvelope({ ...decodeEnvelope(first), truncated: false });
  return bytesOf(hexOf(envelope) + hex);
}

describe('a message in datagrams', () => {
  const vectors = messageVectors('udp-split');

  it.each(vectors)('is cut as by deployed software: $name', (vector) => {
    const expected = vector.object.datagrams;
    const { truncated } = decodeEnvelope(bytesOf(expected[0] ?? ''));
    expect(splitDatagrams(wholeOf(vector), { truncated }).map(hexOf)).toEqual(expected);
  });

  it.each(vectors)('of deployed software is put together: $name', (vector) => {
    const reassembly = new Reassembly();
    const results = vector.object.datagrams.map((hex) => reassembly.add(bytesOf(hex)));
    const whole = results.pop();
    expect(results.every((result) => result === undefined)).toBe(true);
    expect(whole && hexOf(whole)).toBe(hexOf(wholeOf(vector)));
  });

  it('is put together whatever the order, with or without duplicates, marked or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.boolean(), fc.gen(), (size, mark, draw) => {
        const message = messageOf(size);
        const datagrams = splitDatagrams(message, { truncated: mark });
        expect(datagrams.every((datagram) => datagram.length <= MAX_DATAGRAM_BYTES)).toBe(true);
        const twice = [...datagrams, ...draw(fc.subarray, datagrams)];
        const arriving = draw(fc.shuffledSubarray, twice, { minLength: twice.length });
        const reassembly = new Reassembly();
        const results = arriving.map((datagram) => reassembly.add(datagram));
        const complete = results.filter((result) => result !== undefined);
        expect(complete).toHaveLength(1);
        expect(complete[0] && hexOf(complete[0])).toBe(hexOf(message));
        expect(reassembly.received).toBe(reassembly.expected);
      }),
    );
  });

  it.each([
    [0, 1],
    [492, 1],
    [493, 2],
    [984, 2],
    [985, 3],
    [MAX_MESSAGE_BYTES, 533],
  ])('of %i bytes needs %i', (size, count) => {
    expect(splitDatagrams(messageOf(size), { truncated: false })).toHaveLength(count);
  });

  it('is not marked when it fits into one', () => {
    const [only] = splitDatagrams(messageOf(492), { truncated: true });
    expect(only && decodeEnvelope(only).truncated).toBe(false);
  });
});

describe('a reassembly', () => {
  it('knows how far it is', () => {
    const reassembly = new Reassembly();
    expect([reassembly.received, reassembly.expected]).toEqual([0, undefined]);
    reassembly.add(fragment(16, { sequenceNumber: 2 }));
    expect([reassembly.received, reassembly.expected]).toEqual([1, 3]);
  });

  it.each([
    ['another request id', fragment(492, { requestId: 2, sequenceNumber: 1 })],
    ['another total length', fragment(492, { messageLength: 1001, sequenceNumber: 1 })],
    ['a number past the last', fragment(16, { sequenceNumber: 3 })],
    ['an enormous number', fragment(16, { sequenceNumber: 0xffffffff })],
    ['fewer bytes than its place has', fragment(491, { sequenceNumber: 1 })],
    ['more bytes than its place has', fragment(17, { sequenceNumber: 2 })],
    ['no bytes', fragment(0, { sequenceNumber: 1 })],
  ])('refuses a fragment with %s and goes on', (_, misfit) => {
    const [first, second, third] = splitDatagrams(messageOf(1000), { truncated: false });
    if (!first || !second || !third) throw new Error('three datagrams were expected');
    const reassembly = new Reassembly();
    reassembly.add(first);
    expect(errorOf(() => reassembly.add(misfit)).code).toBe('fragment');
    expect(reassembly.received).toBe(1);
    reassembly.add(second);
    expect(reassembly.add(third)).toEqual(messageOf(1000));
  });

  it('is not begun by a misfit', () => {
    const reassembly = new Reassembly();
    expect(errorOf(() => reassembly.add(fragment(5, {}))).code).toBe('fragment');
    expect(reassembly.expected).toBeUndefined();
  });

  it('refuses messages above the cap', () => {
    const beyond = fragment(492, { messageLength: MAX_MESSAGE_BYTES + 1 });
    expect(errorOf(() => new Reassembly().add(beyond)).code).toBe('too-long');
  });

  it('refuses what is too short for an envelope', () => {
    expect(errorOf(() => new Reassembly().add(new Uint8Array(19))).code).toBe('truncated');
  });

  it('takes a whole message in one large datagram', () => {
    const message = messageOf(1000);
    expect(new Reassembly().add(message)).toBe(message);
  });
});
