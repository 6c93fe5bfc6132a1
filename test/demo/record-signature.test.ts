import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeValue } from '../../src/demo/make-value.ts';
import { certificate, recordSignature } from '../../src/demo/record-signature.ts';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { publicKeyToJwk } from '../../src/protocol/json/jwk.ts';
import { valueBytes } from '../../src/protocol/value.ts';

const NOW = 1_800_000_000_000;
const KEY = await rsaServerKey();
const OTHER = await rsaServerKey();
const SIGNER = {
  name: '300:0.NA/20.500.1',
  privateKey: KEY.privateKey,
  chain: ['400:0.NA/20.500.1', '400:0.0/0.0'],
};

interface Payload {
  readonly [claim: string]: unknown;
  readonly exp: number;
  readonly nbf: number;
  readonly digests: { readonly alg: string; readonly digests: readonly object[] };
}

function open(jws: string): { header: unknown; payload: Payload; isValid: boolean } {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return {
    header: read(header),
    payload: read(payload),
    isValid: verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey(KEY.privateKey),
      Buffer.from(signature, 'base64url'),
    ),
  };
}

describe('the signature of a record', () => {
  const values = [
    makeValue(1, 'URL', 'https://example.org/'),
    { ...makeValue(2, 'HS_SECKEY', 'secret'), permissions: 0x0c },
    makeValue(401, 'HS_SIGNATURE', 'an earlier one'),
  ];
  const { header, payload, isValid } = open(recordSignature(SIGNER, '20.500.1/x', values, NOW));

  it('is a compact JSON Web Signature with RS256', () => {
    expect(header).toEqual({ alg: 'RS256' });
    expect(isValid).toBe(true);
  });

  it('covers all public values but signatures', () => {
    const [first] = values as [(typeof values)[0]];
    const digest = createHash('sha256').update(valueBytes(first).subarray(8)).digest('base64');
    expect(payload.digests).toEqual({ alg: 'SHA-256', digests: [{ index: 1, digest }] });
  });

  it('says who signs what, by whose leave', () => {
    expect(payload).toMatchObject({ iss: SIGNER.name, sub: '20.500.1/x', chain: SIGNER.chain });
  });

  it('is valid from a little earlier for a year', () => {
    expect(payload.nbf).toBeLessThan(NOW / 1000);
    expect(payload.exp).toBe(NOW / 1000 + 365 * 86_400);
  });

  it('has the members of a signature that deployed software made', () => {
    const vectors: { name: string; object: { payload?: object } }[] = JSON.parse(
      readFileSync(new URL('../vectors/wire.json', import.meta.url), 'utf8'),
    );
    const deployed = vectors.find(({ name }) => name === 'trust-hs-signature-rsa')?.object.payload;
    expect(Object.keys(payload)).toEqual(Object.keys(deployed ?? {}));
  });
});

describe('the digest of a value', () => {
  it('is the one that deployed software computes', () => {
    const value = {
      ...makeValue(1, 'URL', 'https://example.org/demo/1'),
      timestamp: 1_700_000_000,
    };
    const { payload } = open(recordSignature(SIGNER, '20.500.99999/demo-1', [value], NOW));
    expect(payload.digests.digests).toEqual([
      { index: 1, digest: '+dOdORdzLZyHN0BmrUgPEtQ3pilIERwdGQLYoqrviBQ=' },
    ]);
  });
});

describe('a certificate', () => {
  const subject = {
    name: '300:20.500.1/someone',
    privateKey: OTHER.privateKey,
    rights: [{ perm: 'thisHandle', handle: '20.500.1/x' } as const],
  };

  it('binds the key and its rights to a name', () => {
    const { payload, isValid } = open(certificate(SIGNER, subject, NOW));
    expect(isValid).toBe(true);
    expect(payload).toMatchObject({
      iss: SIGNER.name,
      sub: subject.name,
      chain: SIGNER.chain,
      perms: subject.rights,
      publicKey: publicKeyToJwk(OTHER.publicKey),
    });
  });

  it('of the root itself has no chain', () => {
    const { payload } = open(certificate({ ...SIGNER, chain: [] }, subject, NOW));
    expect(payload).not.toHaveProperty('chain');
  });
});
