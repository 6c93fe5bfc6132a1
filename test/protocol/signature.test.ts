import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ProtocolVersion } from '../../src/handle/site.ts';
import {
  type Credential,
  decodeCredential,
  encodeCredential,
} from '../../src/protocol/credential.ts';
import { decodeMessage, encodeMessage, type Message } from '../../src/protocol/message.ts';
import { encodePublicKey, fromKeyObject } from '../../src/protocol/public-key.ts';
import { decodeResponse, encodeResponse, type Response } from '../../src/protocol/response.ts';
import { signedBytes, verifyResponse } from '../../src/protocol/signature.ts';
import { messageVector, messageVectors, version } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

const KEYS = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  DSA: generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey,
};

const MINORS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

function signedAnswer(peer: ProtocolVersion, privateKey: KeyObject): Response {
  const answer = {
    version: peer,
    suggested: version(2, 11),
    requestId: 0x0a0b0c0d,
    opcode: 1,
    responseCode: 1,
    flags: 0x59000000,
    siteSerial: 7,
    recursionCount: 0,
    expiration: 2_000_000_000,
    body: { kind: 'values' as const, handle: '20.500.1/a', values: [] },
  };
  return decodeResponse(encodeResponse(answer, { privateKey }));
}

function keyRecord(privateKey: KeyObject): Uint8Array {
  return encodePublicKey(fromKeyObject(privateKey));
}

interface Alteration {
  readonly envelope?: Partial<Message['envelope']>;
  readonly header?: Partial<Message['header']>;
  readonly credential?: Partial<Credential>;
}

/** The answer with something else in its envelope, header, body or credential. */
function altered({ message }: Response, change: Alteration): Response {
  const credential = { ...decodeCredential(message.credential), ...change.credential };
  return decodeResponse(
    encodeMessage({
      envelope: { ...message.envelope, ...change.envelope },
      header: { ...message.header, ...change.header },
      body: message.body,
      credential: encodeCredential(credential),
    }),
  );
}

describe('the signature of an answer', () => {
  const vectors = messageVectors('certified');

  it.each(vectors)('by deployed software is checked: $name', ({ object, hex }) => {
    const digest = { SHA256: 'SHA-256', SHA1: 'SHA-1', MD5: 'MD5' }[
      object.sigAlg.replace(/with.*/, '')
    ];
    expect(
      verifyResponse(decodeResponse(bytesOf(hex)), bytesOf(object.publicKeyHdl)),
    ).toMatchObject(
      object.expectValid ? { valid: true, digest } : { valid: false, reason: 'mismatch' },
    );
  });

  it.each(vectors.filter(({ object }) => object.signedBytes))(
    'covers what that of deployed software covers: $name',
    ({ object, hex }) => {
      expect(hexOf(signedBytes(decodeMessage(bytesOf(hex)), 0))).toBe(object.signedBytes);
    },
  );

  it.each([
    { minor: 11, rsa: 'SHA-256', dsa: 'SHA-256' },
    { minor: 10, rsa: 'SHA-256', dsa: 'SHA-1' },
    { minor: 8, rsa: 'SHA-256', dsa: 'SHA-1' },
    { minor: 7, rsa: 'SHA-256', dsa: 'SHA-1' },
    { minor: 6, rsa: 'SHA-1', dsa: 'SHA-1' },
    { minor: 5, rsa: 'SHA-1', dsa: 'SHA-1' },
    { minor: 1, rsa: 'SHA-1', dsa: 'SHA-1' },
  ])('of version 2.$minor is made with $rsa by RSA and $dsa by DSA', ({ minor, rsa, dsa }) => {
    const byRsa = signedAnswer(version(2, minor), KEYS.RSA);
    expect(verifyResponse(byRsa, keyRecord(KEYS.RSA))).toMatchObject({ valid: true, digest: rsa });
    const byDsa = signedAnswer(version(2, minor), KEYS.DSA);
    expect(verifyResponse(byDsa, keyRecord(KEYS.DSA))).toMatchObject({ valid: true, digest: dsa });
  });

  it('of 2.6 covers half of the session id and no request id', () => {
    const message = decodeMessage(bytesOf(messageVector('resp-error-100').hex));
    const envelope = { ...message.envelope, version: version(2, 6), sessionId: 0x11223344 };
    const bytes = signedBytes({ envelope, headerAndBody: message.headerAndBody }, 5);
    expect(hexOf(bytes)).toBe(`0206112200000005000000000000${hexOf(message.headerAndBody)}`);
  });

  it.each<[string, Alteration, number]>([
    ['the flags', { header: { flags: 0x19000000 } }, 0],
    ['the expiration', { header: { expiration: 1 } }, 0],
    ['the upper half of the session id', { envelope: { sessionId: 0x10000 } }, 6],
    ['the counter', { credential: { counter: 1 } }, 6],
    ['the lower half of the session id', { envelope: { sessionId: 1 } }, 7],
    ['the request id', { envelope: { requestId: 1 } }, 7],
    ['the suggested version', { envelope: { suggested: version(2, 9) } }, 8],
  ])('covers %s from some version on', (_, change, firstMinor) => {
    const covered = MINORS.filter((minor) => {
      const answer = altered(signedAnswer(version(2, minor), KEYS.RSA), change);
      return !verifyResponse(answer, keyRecord(KEYS.RSA)).valid;
    });
    expect(covered).toEqual(MINORS.filter((minor) => minor >= firstMinor));
  });

  it('covers the version', () => {
    const change = { envelope: { version: version(2, 12) } };
    const answer = altered(signedAnswer(version(2, 11), KEYS.RSA), change);
    expect(reasonOf(answer, keyRecord(KEYS.RSA))).toBe('mismatch');
  });

  it.each([
    ['the truncated mark', { envelope: { truncated: true } }],
    ['the sequence number', { envelope: { sequenceNumber: 3 } }],
    ['the signer', { credential: { signer: '0.NA/1' } }],
  ])('does not cover %s', (_, change) => {
    const answer = altered(signedAnswer(version(2, 11), KEYS.RSA), change);
    expect(verifyResponse(answer, keyRecord(KEYS.RSA)).valid).toBe(true);
  });

  it.each(['SHA-256', 'SHA256', '\u0003'])('may call its digest %j', (algorithm) => {
    const answer = altered(signedAnswer(version(2, 11), KEYS.RSA), { credential: { algorithm } });
    const valid = { valid: true, digest: 'SHA-256' };
    expect(verifyResponse(answer, keyRecord(KEYS.RSA))).toMatchObject(valid);
  });

  it.each(['SHA1', 'SHA-1', '\u0002'])('may call its digest %j', (algorithm) => {
    const answer = altered(signedAnswer(version(2, 5), KEYS.RSA), { credential: { algorithm } });
    expect(verifyResponse(answer, keyRecord(KEYS.RSA))).toMatchObject({
      valid: true,
      digest: 'SHA-1',
    });
  });

  it('may bear the old name of its type', () => {
    const change = { credential: { type: 'HS_DSAPUBKEY' } };
    const answer = altered(signedAnswer(version(2, 11), KEYS.DSA), change);
    expect(verifyResponse(answer, keyRecord(KEYS.DSA)).valid).toBe(true);
  });

  it('may be that of a session, which cannot be checked', () => {
    const answer = altered(signedAnswer(version(2, 11), KEYS.RSA), {
      credential: { type: 'HS_MAC' },
    });
    expect(reasonOf(answer, keyRecord(KEYS.RSA))).toBe('unknown-type');
  });

  it('has a digest that is known', () => {
    const answer = altered(signedAnswer(version(2, 11), KEYS.RSA), {
      credential: { algorithm: 'SHA-3' },
    });
    expect(reasonOf(answer, keyRecord(KEYS.RSA))).toBe('unknown-digest');
  });

  it('is not that of another key', () => {
    const answer = signedAnswer(version(2, 11), KEYS.RSA);
    const other = messageVector('cert-rsa-sha256-2.11').object.publicKeyHdl;
    expect(reasonOf(answer, bytesOf(other))).toBe('mismatch');
    expect(reasonOf(answer, keyRecord(KEYS.DSA))).toBe('mismatch');
  });

  it('needs a key that can be read', () => {
    const answer = signedAnswer(version(2, 11), KEYS.RSA);
    expect(reasonOf(answer, bytesOf(''))).toBe('unreadable-key');
    const useless = encodePublicKey({ kty: 'RSA', n: Uint8Array.of(1), e: Uint8Array.of(1) });
    expect(reasonOf(answer, useless)).toBe('mismatch');
  });

  it('is missed when there is none', () => {
    const answer = decodeResponse(bytesOf(messageVector('resp-error-100').hex));
    expect(reasonOf(answer, keyRecord(KEYS.RSA))).toBe('unsigned');
  });
});

function reasonOf(answer: Response, publicKeyRecord: Uint8Array): string | undefined {
  const verification = verifyResponse(answer, publicKeyRecord);
  return verification.valid ? undefined : verification.reason;
}
