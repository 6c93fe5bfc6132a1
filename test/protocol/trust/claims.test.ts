import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyToJwk } from '../../../src/protocol/json/jwk.ts';
import { MAX_NAMED_CERTIFICATES, MAX_SIGNING_RIGHTS } from '../../../src/protocol/limits.ts';
import { fromKeyObject } from '../../../src/protocol/public-key.ts';
import { encodeText } from '../../../src/protocol/text.ts';
import { decodeCertificate, encodeCertificate } from '../../../src/protocol/trust/certificate.ts';
import { encodeJws } from '../../../src/protocol/trust/jws.ts';
import {
  compareDigests,
  decodeSignedRecord,
  encodeSignedRecord,
  needsSignature,
} from '../../../src/protocol/trust/signed-record.ts';
import { maySign } from '../../../src/protocol/trust/signing-right.ts';
import { url, value } from '../../resolver/kit/records.ts';
import { errorOf } from '../error-of.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const publicKey = fromKeyObject(privateKey);

const CLAIMS = {
  issuer: '300:0.NA/20.500.1',
  subject: '20.500.1/x',
  expires: 2_000_000_000,
  notBefore: 1_600_000_000,
  issuedAt: 1_700_000_000,
  chain: ['400:0.NA/20.500.1'],
};

const REQUIRED = { iss: '1:a/b', sub: 'a/b', exp: 1 };
const DIGESTS = { digests: { alg: 'SHA-256', digests: [] } };

const bytes = (length: number) => Buffer.alloc(length, 0xff).toString('base64url');

const signed = (claims: Record<string, unknown>) => encodeText(encodeJws(claims, privateKey));

describe('a signed record', () => {
  const values = [url(1, 'https://example.org/'), value(2, 'DESC', 'two')];

  it('says what was written into it', () => {
    const text = encodeSignedRecord(CLAIMS, values, privateKey);
    expect(decodeSignedRecord(encodeText(text))).toMatchObject(CLAIMS);
  });

  it.each([
    ['as they are', values, ['holds', 'holds']],
    [
      'with another timestamp',
      values.map((each) => ({ ...each, timestamp: 7 })),
      ['holds', 'holds'],
    ],
    ['with another TTL', values.map((each) => ({ ...each, ttl: 7 })), ['differs', 'differs']],
    ['with one that is new', [...values, url(3, 'x')], ['holds', 'holds']],
    ['with one on an index of another', [...values, url(2, 'x')], ['holds', 'differs']],
    ['with one gone', values.slice(1), ['missing', 'holds']],
    [
      'with indexes exchanged',
      values.map((each) => ({ ...each, index: 3 - each.index })),
      ['differs', 'differs'],
    ],
  ])('is compared with the values %s', (_, delivered, states) => {
    const text = encodeSignedRecord(CLAIMS, values, privateKey);
    const compared = compareDigests(decodeSignedRecord(encodeText(text)), delivered);
    expect(compared.map(({ state }) => state)).toEqual(states);
  });

  it.each(['MD5', 'SHA-1', 'SHA1', 'CRC', ''])('by digests of %j holds for no value', (alg) => {
    const text = encodeSignedRecord(CLAIMS, values, privateKey);
    const { digests } = decodeSignedRecord(encodeText(text));
    const compared = compareDigests({ digestAlgorithm: alg, digests }, values);
    expect(compared.map(({ state }) => state)).toEqual(['differs', 'differs']);
  });

  it.each([
    ['an issuer', { ...DIGESTS, sub: 'a/b', exp: 1 }],
    ['a subject', { ...DIGESTS, iss: '1:a/b', exp: 1 }],
    ['an end', { ...DIGESTS, iss: '1:a/b', sub: 'a/b' }],
    ['an end in time', { ...DIGESTS, ...REQUIRED, exp: -1 }],
    ['an end that is a number', { ...DIGESTS, ...REQUIRED, exp: '2030' }],
    ['digests', REQUIRED],
    ['a list of digests', { ...REQUIRED, digests: { alg: 'SHA-256', digests: {} } }],
    ['an index', { ...REQUIRED, digests: { alg: 'SHA-256', digests: [{ digest: 'AA==' }] } }],
    ['base64', { ...REQUIRED, digests: { alg: 'SHA-256', digests: [{ index: 1, digest: '%' }] } }],
    ['a list of certificates', { ...DIGESTS, ...REQUIRED, chain: '400:a/b' }],
  ])('cannot be read without %s', (_, claims) => {
    expect(errorOf(() => decodeSignedRecord(signed(claims))).code).toBe('json');
  });

  it('cannot name more certificates than are looked at', () => {
    const chain = Array.from({ length: MAX_NAMED_CERTIFICATES + 1 }, (_, i) => `${i}:a/b`);
    const data = signed({ ...DIGESTS, ...REQUIRED, chain });
    expect(errorOf(() => decodeSignedRecord(data)).message).toContain('at most');
  });
});

describe('what needs a signature', () => {
  it.each([
    ['a value that everybody may read', 'a/b', url(1, 'x'), true],
    ['not one that only administrators may', 'a/b', url(1, 'x', { permissions: 0x0c }), false],
    ['not a signature', 'a/b', value(1, 'HS_SIGNATURE', ''), false],
    ['not one of a kind of its own', 'a/b', value(1, 'hs_signature.x', ''), false],
    ['what was a signature once', 'a/b', value(1, '10320/sig.sig', ''), true],
    ['but not in the record of the root', '0.na/0.na', value(1, '10320/sig.sig', ''), false],
  ])('is %s', (_, handle, each, expected) => {
    expect(needsSignature(handle, each)).toBe(expected);
  });
});

describe('a certificate', () => {
  const rights = [{ perm: 'thisHandle', handle: 'a/b' }, { perm: 'everything' }];

  it('says what was written into it', () => {
    const text = encodeCertificate(CLAIMS, publicKey, rights, privateKey);
    expect(decodeCertificate(encodeText(text))).toMatchObject({ ...CLAIMS, publicKey, rights });
  });

  it('without rights permits nothing', () => {
    const { rights: none } = decodeCertificate(
      signed({ ...REQUIRED, publicKey: publicKeyToJwk(publicKey) }),
    );
    expect(none).toEqual([]);
    expect(maySign(none, 'a/b')).toBe(false);
  });

  it.each([
    ['a key', REQUIRED],
    ['a key of a known kind', { ...REQUIRED, publicKey: { kty: 'EC' } }],
    ['rights in a list', { ...REQUIRED, publicKey: publicKeyToJwk(publicKey), perms: {} }],
    ['rights in words', { ...REQUIRED, publicKey: publicKeyToJwk(publicKey), perms: [1] }],
  ])('cannot be read without %s', (_, claims) => {
    expect(errorOf(() => decodeCertificate(signed(claims))).code).toBe('json');
  });

  it.each([
    ['RSA', { kty: 'RSA', e: 'AQAB', n: bytes(1025) }],
    ['DSA', { kty: 'DSA', y: bytes(9), q: bytes(9), g: bytes(9), p: bytes(385) }],
  ])('cannot be for an enormous key of %s', (_, jwk) => {
    const data = signed({ ...REQUIRED, publicKey: jwk });
    expect(errorOf(() => decodeCertificate(data)).message).toContain('larger than any');
  });

  it('cannot grant more rights than are looked at', () => {
    const perms = Array.from({ length: MAX_SIGNING_RIGHTS + 1 }, () => ({ perm: 'everything' }));
    const data = signed({ ...REQUIRED, publicKey: publicKeyToJwk(publicKey), perms });
    expect(errorOf(() => decodeCertificate(data)).message).toContain('at most');
  });
});

describe('a right', () => {
  it.each([
    ['with an unknown word', { perm: 'anything', handle: 'a/b' }, 'a/b'],
    ['without the handle it is about', { perm: 'thisHandle' }, 'a/b'],
    ['over another suffix', { perm: 'thisHandle', handle: 'a/b' }, 'a/B'],
    ['over what only begins alike', { perm: 'thisHandle', handle: 'a/b' }, 'a/bc'],
    ['over what derives from no prefix', { perm: 'derivedPrefixes', handle: 'a/b' }, 'a/b.c'],
    [
      'of a prefix over its own record',
      { perm: 'handlesUnderThisPrefix', handle: '0.NA/a' },
      '0.NA/a',
    ],
  ])('%s does not count', (_, right, handle) => {
    expect(maySign([right], handle)).toBe(false);
  });
});
