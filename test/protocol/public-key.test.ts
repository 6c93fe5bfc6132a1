import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublicKey } from '../../src/handle/public-key.ts';
import {
  decodePublicKey,
  encodePublicKey,
  fromKeyObject,
  toKeyObject,
} from '../../src/protocol/public-key.ts';
import { errorOf } from './error-of.ts';
import { type KeyObjectForms, messageVectors } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

const vectors = messageVectors<KeyObjectForms>('pubkey');

/** `RSA_PUB_KEY` with its length, and the flags. */
const RSA_BEGINNING = '0000000b5253415f5055425f4b45590000';
const DSA_BEGINNING = '0000000b4453415f5055425f4b45590000';

function positiveInteger(maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: 1, maxLength }).filter((bytes) => bytes[0] !== 0);
}

const integer = positiveInteger(64);
const publicKeys: fc.Arbitrary<PublicKey> = fc.oneof(
  fc.record({ kty: fc.constant('RSA' as const), n: integer, e: positiveInteger(8) }),
  fc.record({
    kty: fc.constant('DSA' as const),
    y: integer,
    p: integer,
    q: integer,
    g: integer,
  }),
);

describe('a key record', () => {
  it.each([...vectors, ...messageVectors<KeyObjectForms>('pubkey-decode')])(
    'is read: $name',
    ({ object, hex }) => {
      const { kty, ...numbers } = decodePublicKey(bytesOf(hex));
      const texts = Object.entries(numbers).map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString('base64url'),
      ]);
      expect({ kty, ...Object.fromEntries(texts) }).toEqual(object.jwk);
    },
  );

  it.each(vectors)('is written: $name', ({ hex }) => {
    expect(hexOf(encodePublicKey(decodePublicKey(bytesOf(hex))))).toBe(hex);
  });

  it('is read back as written', () => {
    fc.assert(
      fc.property(publicKeys, (key) => {
        expect(decodePublicKey(encodePublicKey(key))).toEqual(key);
      }),
    );
  });

  it('holds no negative numbers, even if its writer forgot the zero before them', () => {
    const key = decodePublicKey(bytesOf(`${RSA_BEGINNING}000000010300000002ff01`));
    expect(key).toEqual({ kty: 'RSA', e: bytesOf('03'), n: bytesOf('ff01') });
  });

  it.each([
    ['nothing', '', 'truncated'],
    ['a kind nobody knows', '00000001410000', 'key'],
    ['a zero', `${RSA_BEGINNING}00000002000000000001ff`, 'key'],
    ['an empty number', `${DSA_BEGINNING}00000000`, 'key'],
    ['a number cut short', `${RSA_BEGINNING}00000003ff`, 'truncated'],
    ['an enormous exponent', `${RSA_BEGINNING}0000000a${'01'.repeat(10)}`, 'too-long'],
    ['an enormous modulus', `${RSA_BEGINNING}000000010300000802`, 'too-long'],
  ])('with %s is refused', (_, hex, code) => {
    expect(errorOf(() => decodePublicKey(bytesOf(hex))).code).toBe(code);
  });
});

describe('toKeyObject', () => {
  it.each(vectors)('gives the key that others encode alike: $name', ({ object, hex }) => {
    const der = toKeyObject(decodePublicKey(bytesOf(hex))).export({ format: 'der', type: 'spki' });
    expect(der.toString('hex')).toBe(object.spkiDer);
  });

  it('refuses numbers that make no key', () => {
    const one = Uint8Array.of(1);
    const huge = new Uint8Array(70_000).fill(255);
    expect(errorOf(() => toKeyObject({ kty: 'RSA', n: huge, e: one })).code).toBe('key');
  });
});

describe('fromKeyObject', () => {
  it.each(vectors)('gives the record of a public key: $name', ({ object, hex }) => {
    const der = Buffer.from(object.spkiDer, 'hex');
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(hexOf(encodePublicKey(fromKeyObject(key)))).toBe(hex);
  });

  it('takes the public half of a private key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(fromKeyObject(privateKey)).toEqual(fromKeyObject(publicKey));
  });

  it('refuses keys of other kinds', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(errorOf(() => fromKeyObject(publicKey)).code).toBe('key');
  });
});
