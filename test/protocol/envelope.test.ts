import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope, encodeEnvelope } from '../../src/protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../../src/protocol/limits.ts';
import { errorOf } from './error-of.ts';
import { envelopes } from './message-arbitraries.ts';
import { type EnvelopeObject, envelopeOf, messageVectors, version } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

describe('an envelope', () => {
  it.each(messageVectors<EnvelopeObject>('envelope', 'envelope-decode'))(
    'is read: $name',
    ({ object, hex }) => {
      expect(decodeEnvelope(bytesOf(hex))).toEqual(envelopeOf(object));
    },
  );

  it.each(messageVectors<EnvelopeObject>('envelope'))('is written: $name', ({ object, hex }) => {
    expect(hexOf(encodeEnvelope(envelopeOf(object)))).toBe(hex);
  });

  it('is read back as written', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        expect(decodeEnvelope(encodeEnvelope(envelope))).toEqual(envelope);
      }),
    );
  });

  it('suggests its own version when it suggests none', () => {
    const { suggested } = decodeEnvelope(bytesOf('0201000900000000000000050000000000000018'));
    expect(suggested).toEqual(version(2, 1));
  });

  it('may announce the largest message, but not one byte more', () => {
    const largest = bytesOf('020b020b00000000000000050000000000040000');
    expect(decodeEnvelope(largest).messageLength).toBe(MAX_MESSAGE_BYTES);
    const larger = bytesOf('020b020b00000000000000050000000000040001');
    expect(errorOf(() => decodeEnvelope(larger)).code).toBe('too-long');
    const negative = bytesOf('020b020b000000000000000500000000ffffffff');
    expect(errorOf(() => decodeEnvelope(negative)).code).toBe('too-long');
  });

  it('has 20 bytes', () => {
    const short = bytesOf('020b020b000000000000000500000000000000');
    expect(errorOf(() => decodeEnvelope(short)).code).toBe('truncated');
  });
});
