import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyFromJwk } from '../../../src/protocol/json/jwk.ts';
import { encodeSpki } from '../../../src/protocol/spki.ts';
import { encodeText } from '../../../src/protocol/text.ts';
import { isSignedBy } from '../../../src/protocol/trust/jws.ts';
import { compareDigests, decodeSignedRecord } from '../../../src/protocol/trust/signed-record.ts';
import { maySign } from '../../../src/protocol/trust/signing-right.ts';
import { valueDigestInput } from '../../../src/protocol/value.ts';
import { bytesOf, hexOf, valueFrom, vectorNamed, vectorsOf } from '../wire-vectors.ts';

const RSA = 'trust-hs-signature-rsa';
const DSA = 'trust-hs-signature-dsa';

describe('of what deployed software signs', () => {
  it('every vector is run here', () => {
    const names = vectorsOf('trust').map(({ name }) => name);
    expect(names.sort()).toEqual([DSA, RSA, 'trust-permissions', 'trust-value-digest']);
  });

  it('the digest of a value is computed alike', () => {
    const { object } = vectorNamed('trust', 'trust-value-digest');
    const value = valueFrom(object.value);
    expect(hexOf(valueDigestInput(value))).toBe(object.digestInput);
    const [first] = object.json.digests;
    const digest = createHash('sha256').update(valueDigestInput(value)).digest('base64');
    expect({ index: value.index, digest }).toEqual(first);
  });

  it.each([RSA, DSA])('a signature is read and verified: %s', (name) => {
    const { object, hex } = vectorNamed('trust', name);
    const signed = decodeSignedRecord(bytesOf(hex));
    const { iss, sub, exp, nbf, iat, chain } = object.payload;
    expect(signed).toMatchObject({
      issuer: iss,
      subject: sub,
      expires: exp,
      notBefore: nbf,
      issuedAt: iat,
      chain,
      digestAlgorithm: 'SHA-256',
    });
    expect(isSignedBy(signed.jws, publicKeyFromJwk(object.publicKeyJwk))).toBe(true);
    expect(compareDigests(signed, object.values.map(valueFrom))).toEqual([
      { index: 1, state: 'holds' },
      { index: 2, state: 'holds' },
    ]);
  });

  it.each([RSA, DSA])('the key is the same in both of its forms: %s', (name) => {
    const { object } = vectorNamed('trust', name);
    const key = publicKeyFromJwk(object.publicKeyJwk);
    expect(hexOf(encodeSpki(key))).toBe(object.publicKeySpkiDer);
  });

  it('a signature by the other key, of the same kind or not, does not hold', () => {
    const [rsa, dsa] = [RSA, DSA].map((name) => vectorNamed('trust', name).object);
    const signed = decodeSignedRecord(encodeText(rsa?.jws ?? ''));
    expect(isSignedBy(signed.jws, publicKeyFromJwk(dsa?.publicKeyJwk))).toBe(false);
  });

  const rights = vectorNamed('trust', 'trust-permissions').object;

  it.each([...rights])('$perm of $permHandle over $handle: $authorized', (row) => {
    const right = { perm: row.perm, ...(row.permHandle !== null && { handle: row.permHandle }) };
    expect(maySign([right], row.handle)).toBe(row.authorized);
  });
});
