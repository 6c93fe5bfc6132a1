import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCredential } from '../../src/protocol/credential.ts';
import { Reassembly } from '../../src/protocol/datagrams.ts';
import { decodeEnvelope } from '../../src/protocol/envelope.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { decodeMessage, encodeMessage } from '../../src/protocol/message.ts';
import { decodePublicKey, toKeyObject } from '../../src/protocol/public-key.ts';
import { decodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { verifyResponse } from '../../src/protocol/signature.ts';
import { decodeCertificate } from '../../src/protocol/trust/certificate.ts';
import { decodeSignedRecord } from '../../src/protocol/trust/signed-record.ts';
import { uint32 } from './arbitraries.ts';
import { envelopes, versions } from './message-arbitraries.ts';

const DECODERS = {
  decodeEnvelope,
  decodeMessage,
  decodeRequest,
  decodeResponse,
  decodeCredential,
  decodePublicKey,
  decodeSignedRecord,
  decodeCertificate,
  'a reassembly': (bytes: Uint8Array) => new Reassembly().add(bytes),
};

/** Few and small ones, so that lengths and counts often fit. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.array(fc.constantFrom(0, 0, 0, 1, 4, 255), { maxLength: 200 }).map((a) => Uint8Array.from(a)),
);

/** Envelopes and headers without fault, so that any body and credential are really read. */
const anyBodies = fc
  .tuple(envelopes, versions, fc.integer({ min: 0, max: 8 }), uint32, anyBytes, anyBytes)
  .map(([envelope, version, kind, flags, body, credential]) =>
    encodeMessage({
      envelope: { ...envelope, version, compressed: false, encrypted: false },
      header: {
        opcode: 1 + (kind % 2),
        responseCode: [0, 1, 1, 2, 302, 303, 402, 100, 7][kind] ?? 1,
        flags,
        siteSerial: 0,
        recursionCount: 0,
        reserved: 0,
        expiration: 0,
      },
      body,
      credential,
    }),
  );

/** Runs to an end or throws a ProtocolError. */
function expectNoSurprise(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
  }
}

describe('any bytes', () => {
  it.each(Object.entries(DECODERS))('give a value or a ProtocolError in %s', (_, decode) => {
    fc.assert(
      fc.property(anyBytes, (bytes) => expectNoSurprise(() => decode(bytes))),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(DECODERS))('past the header do so in %s', (_, decode) => {
    fc.assert(
      fc.property(anyBodies, (bytes) => expectNoSurprise(() => decode(bytes))),
      { numRuns: 500 },
    );
  });

  it('as key or signature never verify and never surprise', () => {
    fc.assert(
      fc.property(anyBodies, anyBytes, (bytes, key) => {
        expectNoSurprise(() => toKeyObject(decodePublicKey(key)));
        expectNoSurprise(() => {
          expect(verifyResponse(decodeResponse(bytes), key).valid).toBe(false);
        });
      }),
      { numRuns: 500 },
    );
  });
});
