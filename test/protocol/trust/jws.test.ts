import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { MAX_SIGNED_TEXT_BYTES } from '../../../src/protocol/limits.ts';
import { fromKeyObject } from '../../../src/protocol/public-key.ts';
import { encodeText } from '../../../src/protocol/text.ts';
import { decodeJws, encodeJws, isSignedBy } from '../../../src/protocol/trust/jws.ts';
import { errorOf } from '../error-of.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const DSA = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;
const KEYS = { RSA: fromKeyObject(RSA), DSA: fromKeyObject(DSA) };

const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** A signed text whose header names any algorithm, really signed with `hash`. */
function signedAs(alg: string, hash: string, key: KeyObject): Uint8Array {
  const signed = `${base64url(JSON.stringify({ alg }))}.${base64url('{"iss":"1:a/b"}')}`;
  return encodeText(`${signed}.${sign(hash, Buffer.from(signed), key).toString('base64url')}`);
}

const TEXT = encodeJws({ iss: '1:a/b' }, RSA);

describe('a signed text', () => {
  it.each([
    ['RSA', RSA, 'RS256'],
    ['DSA', DSA, 'DS256'],
  ] as const)('by a key of %s can be verified', (kty, privateKey, algorithm) => {
    const jws = decodeJws(encodeText(encodeJws({ iss: '1:a/b' }, privateKey)));
    expect(jws).toMatchObject({ algorithm, claims: { iss: '1:a/b' } });
    expect(isSignedBy(jws, KEYS[kty])).toBe(true);
  });

  it.each([
    ['RS384', 'sha384', RSA, 'RSA'],
    ['RS512', 'sha512', RSA, 'RSA'],
    ['DS384', 'sha384', DSA, 'DSA'],
    ['DS512', 'sha512', DSA, 'DSA'],
  ] as const)('may use %s', (alg, hash, privateKey, kty) => {
    expect(isSignedBy(decodeJws(signedAs(alg, hash, privateKey)), KEYS[kty])).toBe(true);
  });

  it.each([
    ['RS160', 'sha1', RSA, 'RSA'],
    ['RS128', 'md5', RSA, 'RSA'],
    ['DS160', 'sha1', DSA, 'DSA'],
    ['RS1', 'sha1', RSA, 'RSA'],
    ['none', 'sha256', RSA, 'RSA'],
    ['HS256', 'sha256', RSA, 'RSA'],
    ['rs256', 'sha256', RSA, 'RSA'],
    ['DS256', 'sha256', RSA, 'RSA'],
    ['', 'sha256', RSA, 'RSA'],
  ] as const)('that says %j does not hold, though signed with %s', (alg, hash, privateKey, kty) => {
    expect(isSignedBy(decodeJws(signedAs(alg, hash, privateKey)), KEYS[kty])).toBe(false);
  });

  it('may be in the general JSON form, where the first signature counts', () => {
    const [header, payload, signature] = TEXT.split('.');
    const first = { protected: header, signature };
    const json = { payload, signatures: [first, { protected: 'x', signature: 'y' }] };
    const jws = decodeJws(encodeText(JSON.stringify(json)));
    expect(isSignedBy(jws, KEYS.RSA)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['two parts', 'e30.e30'],
    ['four parts', `${TEXT}.e30`],
    ['a header that is no JSON', `${base64url('{')}.e30.AA`],
    ['a header that is no object', `${base64url('[]')}.e30.AA`],
    ['no algorithm', 'e30.e30.AA'],
    ['an algorithm that is no text', `${base64url('{"alg":1}')}.e30.AA`],
    ['claims that are no object', `${base64url('{"alg":"RS256"}')}.${base64url('1')}.AA`],
    ['claims that are no UTF-8', `${base64url('{"alg":"RS256"}')}._w.AA`],
    ['what is no base64url', 'e30.e30.A+A='],
    ['JSON without signatures', '{"payload":"e30"}'],
    ['JSON with no signature', '{"payload":"e30","signatures":[]}'],
  ])('cannot be read with %s', (_, text) => {
    expect(errorOf(() => decodeJws(encodeText(text))).code).toBe('json');
  });

  it('longer than any message is not looked into', () => {
    const text = `${TEXT}${'A'.repeat(MAX_SIGNED_TEXT_BYTES)}`;
    expect(errorOf(() => decodeJws(encodeText(text))).code).toBe('too-long');
  });

  it('with any character changed does not hold', () => {
    const characters = fc.constantFrom(...'AZaz09-_.{"');
    fc.assert(
      fc.property(fc.nat(TEXT.length - 1), characters, (at, character) => {
        fc.pre(TEXT[at] !== character);
        const changed = TEXT.slice(0, at) + character + TEXT.slice(at + 1);
        expect(holds(encodeText(changed))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('of any bytes is refused or does not hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(holds(bytes)).toBe(false);
      }),
    );
  });
});

function holds(bytes: Uint8Array): boolean {
  try {
    return isSignedBy(decodeJws(bytes), KEYS.RSA);
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return false;
  }
}
