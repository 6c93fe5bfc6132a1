import { describe, expect, it } from 'vitest';
import type { Handle } from '../../../src/handle/handle.ts';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import type { PublicKey } from '../../../src/handle/public-key.ts';
import { encodeJws } from '../../../src/protocol/trust/jws.ts';
import {
  MAX_CERTIFICATE_RECORDS,
  MAX_CHAIN_LENGTH,
  MAX_CHECKED_SIGNATURES,
  MAX_VERIFICATIONS,
} from '../../../src/resolver/limits.ts';
import type { SourceAnswer } from '../../../src/resolver/trust/certificate-finder.ts';
import type { TrustReport } from '../../../src/resolver/trust/trust-report.ts';
import { verifyRecord } from '../../../src/resolver/trust/verify-record.ts';
import { type Authority, authority, cert, NOW, signed } from '../kit/authority.ts';
import { url, value } from '../kit/records.ts';

const ROOT = authority('301:0.0/0.0');
const PREFIX = authority('300:0.NA/20.500.1');
const OTHER = authority('300:0.NA/20.500.1');
const HANDLE = '20.500.1/x';
const VALUES = [url(1, 'https://example.org/'), value(2, 'DESC', 'two')];

const ROOT_RECORD = [cert(400, ROOT, ROOT)];
const CHAIN = { chain: ['400:0.NA/20.500.1', '400:0.0/0.0'] };
const UNDER_PREFIX = [{ perm: 'handlesUnderThisPrefix', handle: '0.NA/20.500.1' }];

/** What may be looked up: the root's certificate, and that of the prefix. */
const RECORDS: Record<Handle, readonly HandleValue[]> = {
  '0.0/0.0': ROOT_RECORD,
  '0.NA/20.500.1': [cert(400, ROOT, PREFIX, UNDER_PREFIX)],
};

interface Situation {
  readonly values?: readonly HandleValue[];
  readonly handle?: Handle;
  readonly records?: Record<Handle, readonly HandleValue[] | SourceAnswer>;
  readonly rootKeys?: readonly PublicKey[];
  readonly now?: number;
}

const askedFor: Handle[] = [];

function check(situation: Situation = {}): Promise<TrustReport> {
  const { handle = HANDLE, rootKeys = [ROOT.publicKey], now = NOW } = situation;
  const records = { ...RECORDS, ...situation.records };
  askedFor.length = 0;
  return verifyRecord(
    { handle, values: situation.values ?? signed(HANDLE, VALUES, PREFIX, CHAIN) },
    {
      rootKeys,
      now: now * 1000,
      async recordOf(of) {
        askedFor.push(of);
        const known = records[of] ?? { missing: 'there is none' };
        return Array.isArray(known) ? { values: known } : (known as SourceAnswer);
      },
    },
  );
}

const prefixCert = (
  ...more: Parameters<typeof cert> extends [number, ...infer Rest] ? Rest : never
) => ({
  '0.NA/20.500.1': [cert(400, ...more)],
});

describe('a record that is signed as it should be', () => {
  it('is trusted, and the report tells by whom', async () => {
    expect(await check()).toMatchObject({
      handle: HANDLE,
      verdict: 'trusted',
      checkedAt: NOW,
      unsigned: [],
      unchecked: 0,
      signatures: [
        {
          index: 400,
          verdict: 'trusted',
          signer: PREFIX.name,
          subject: HANDLE,
          algorithm: 'RS256',
          digestAlgorithm: 'SHA-256',
          covers: [
            { index: 1, digest: 'holds' },
            { index: 2, digest: 'holds' },
          ],
          chain: [
            {
              certificate: '400:0.NA/20.500.1',
              subject: PREFIX.name,
              issuer: ROOT.name,
              key: 'RSA 1024',
              rights: UNDER_PREFIX,
              problems: [],
            },
            { certificate: '400:0.0/0.0', subject: ROOT.name, issuer: ROOT.name, problems: [] },
          ],
        },
      ],
    });
  });

  it('is trusted with a DSA key as well', async () => {
    const dsa = authority(PREFIX.name, 'dsa');
    const report = await check({
      values: signed(HANDLE, VALUES, dsa, CHAIN),
      records: prefixCert(ROOT, dsa),
    });
    expect(report.signatures[0]).toMatchObject({ verdict: 'trusted', algorithm: 'DS256' });
    expect(report.signatures[0]?.chain[0]?.key).toBe('DSA 1024');
  });

  it.each([
    ['the signature names no certificate', {}],
    ['the signature names the first one only', { chain: ['400:0.NA/20.500.1'] }],
    ['the signature names records and no values', { chain: ['0.NA/20.500.1', '0.0/0.0'] }],
    [
      'names are spelt in other cases',
      { chain: ['400:0.na/20.500.1', '400:0.0/0.0'], issuer: '300:0.na/20.500.1' },
    ],
  ])('is trusted though %s', async (_, claims) => {
    const records = { '0.na/20.500.1': RECORDS['0.NA/20.500.1'] ?? [] };
    const values = signed(HANDLE, VALUES, PREFIX, claims);
    expect((await check({ values, records })).verdict).toBe('trusted');
  });

  it('has the latest of several certificates looked at, whatever else stands beside it', async () => {
    const values = signed(HANDLE, VALUES, PREFIX);
    const record = [
      value(1, 'HS_CERT', 'not readable'),
      cert(2, ROOT, PREFIX, UNDER_PREFIX, { issuedAt: NOW - 9, expires: NOW - 1 }),
      cert(3, ROOT, PREFIX, UNDER_PREFIX, { issuedAt: NOW - 5 }),
      cert(4, ROOT, PREFIX, UNDER_PREFIX, { issuedAt: NOW - 7, expires: NOW - 1 }),
      cert(5, ROOT, ROOT),
    ];
    const report = await check({ values, records: { '0.NA/20.500.1': record } });
    expect(report.verdict).toBe('trusted');
    expect(report.signatures[0]?.chain[0]?.certificate).toBe('3:0.NA/20.500.1');
  });

  it('may hold values that only administrators read', async () => {
    const values = [...signed(HANDLE, VALUES, PREFIX, CHAIN), url(9, 'x', { permissions: 0x0c })];
    expect((await check({ values })).verdict).toBe('trusted');
  });

  it('may have an older signature that does not hold any more', async () => {
    const old = signed(HANDLE, [url(1, 'https://old.example/')], PREFIX, CHAIN).slice(-1);
    const values = signed(HANDLE, [...VALUES, ...old], PREFIX, CHAIN);
    const report = await check({ values });
    expect(report.verdict).toBe('trusted');
    expect(report.signatures.map(({ verdict }) => verdict)).toEqual(['digest-mismatch', 'trusted']);
  });

  it('may be signed in parts', async () => {
    const [first, second] = VALUES.map((each) => signed(HANDLE, [each], PREFIX, CHAIN).at(-1));
    const values = [...VALUES, first as HandleValue, { ...(second as HandleValue), index: 401 }];
    expect((await check({ values })).verdict).toBe('trusted');
  });

  it('has each record of certificates looked up once', async () => {
    const twice = signed(HANDLE, signed(HANDLE, VALUES, PREFIX, CHAIN), PREFIX, CHAIN);
    await check({ values: twice });
    expect(askedFor).toEqual(['0.NA/20.500.1', '0.0/0.0']);
  });
});

describe('a record that nobody signed', () => {
  it('is told to be so, and nothing is looked up', async () => {
    const report = await check({ values: VALUES });
    expect(report).toMatchObject({ verdict: 'unsigned', signatures: [], unsigned: [1, 2] });
    expect(askedFor).toEqual([]);
  });

  it('in part is told to be so', async () => {
    const values = [...signed(HANDLE, VALUES, PREFIX, CHAIN), url(7, 'https://added.example/')];
    const report = await check({ values });
    expect(report).toMatchObject({ verdict: 'partly-signed', values: [7], unsigned: [7] });
    expect(report.why).toContain('7');
  });
});

describe('a signature does not count', () => {
  const strangers = authority('301:0.0/0.0');
  const elsewhere = authority('300:20.500.9/ca');
  const circle = authority('300:20.500.9/circle');

  const cases: readonly (readonly [string, string, Situation])[] = [
    [
      'when a value was changed',
      'digest-mismatch',
      {
        values: signed(HANDLE, VALUES, PREFIX, CHAIN).map((each) =>
          each.index === 1 ? url(1, 'https://evil.example/') : each,
        ),
      },
    ],
    [
      'when a value was taken away',
      'digest-mismatch',
      { values: signed(HANDLE, VALUES, PREFIX, CHAIN).slice(1) },
    ],
    ['of another record', 'wrong-subject', { values: signed('20.500.1/y', VALUES, PREFIX, CHAIN) }],
    ['made with another key', 'bad-signature', { values: signed(HANDLE, VALUES, OTHER, CHAIN) }],
    [
      'when its certificate was made with another key',
      'bad-signature',
      { records: prefixCert(strangers, PREFIX) },
    ],
    [
      'that cannot be read',
      'unreadable',
      { values: [...VALUES, value(400, 'HS_SIGNATURE', 'nothing')] },
    ],
    [
      'when a certificate cannot be read',
      'unreadable',
      { records: { '0.NA/20.500.1': [value(400, 'HS_CERT', 'x')] } },
    ],
    ['when there is no certificate', 'certificate-missing', { records: { '0.NA/20.500.1': [] } }],
    [
      'when the certificate is no certificate',
      'certificate-missing',
      { records: { '0.NA/20.500.1': [url(400, 'x')] } },
    ],
    [
      'when the record of the certificate is not there',
      'certificate-missing',
      { records: { '0.NA/20.500.1': { missing: 'none' } } },
    ],
    [
      'when the certificate could not be looked up',
      'unavailable',
      { records: { '0.NA/20.500.1': { unavailable: 'time-out' } } },
    ],
    [
      'when the certificate is of another key',
      'wrong-issuer',
      { records: prefixCert(ROOT, elsewhere) },
    ],
    [
      'when it has expired',
      'expired',
      { values: signed(HANDLE, VALUES, PREFIX, { ...CHAIN, expires: NOW - 1 }) },
    ],
    [
      'when it is of tomorrow',
      'not-yet-valid',
      { values: signed(HANDLE, VALUES, PREFIX, { ...CHAIN, notBefore: NOW + 1 }) },
    ],
    [
      'when a certificate has expired',
      'expired',
      { records: prefixCert(ROOT, PREFIX, UNDER_PREFIX, { expires: NOW - 1 }) },
    ],
    [
      'when a certificate is of tomorrow',
      'not-yet-valid',
      { records: prefixCert(ROOT, PREFIX, UNDER_PREFIX, { notBefore: NOW + 1 }) },
    ],
    [
      'when the root’s certificate has expired',
      'expired',
      { records: { '0.0/0.0': [cert(400, ROOT, ROOT, undefined, { expires: NOW - 1 })] } },
    ],
    [
      'when its certificate permits nothing',
      'not-permitted',
      { records: prefixCert(ROOT, PREFIX, []) },
    ],
    [
      'when its certificate is for another prefix',
      'not-permitted',
      {
        records: prefixCert(ROOT, PREFIX, [
          { perm: 'handlesUnderThisPrefix', handle: '0.NA/20.500.2' },
        ]),
      },
    ],
    [
      'when the root’s certificate permits less',
      'not-permitted',
      {
        records: {
          '0.0/0.0': [cert(400, ROOT, ROOT, [{ perm: 'thisHandle', handle: '0.0/0.0' }])],
        },
      },
    ],
    ['when the root’s key is another', 'foreign-root', { rootKeys: [strangers.publicKey] }],
    [
      'when strangers call themselves the root',
      'foreign-root',
      {
        records: { '0.0/0.0': [cert(400, strangers, strangers)], ...prefixCert(strangers, PREFIX) },
      },
    ],
    [
      'when the chain ends at the root’s key under another name',
      'foreign-root',
      {
        values: signed(HANDLE, VALUES, PREFIX, { chain: ['400:0.NA/20.500.1', '400:20.500.9/ca'] }),
        records: {
          '20.500.9/ca': [
            cert(400, { ...ROOT, name: elsewhere.name }, { ...ROOT, name: elsewhere.name }),
          ],
          ...prefixCert({ ...ROOT, name: elsewhere.name }, PREFIX),
        },
      },
    ],
    ['when the bootstrap has no root key', 'no-root-keys', { rootKeys: [] }],
    [
      'when certificates lead in a circle',
      'chain-loop',
      {
        values: signed(HANDLE, VALUES, PREFIX),
        records: { ...prefixCert(circle, PREFIX), '20.500.9/circle': [cert(1, PREFIX, circle)] },
      },
    ],
  ];

  it.each(cases)('%s: %s', async (_, reason, situation) => {
    const report = await check(situation);
    expect(report).toMatchObject({ reason, signatures: [{ reason }] });
    expect(report.why).not.toMatch(/[{}]|undefined/);
    expect(report.unsigned.length).toBeGreaterThan(0);
  });

  it('when the root’s own certificate is not signed by the root', async () => {
    const claims = { issuer: ROOT.name, subject: ROOT.name };
    const forged = cert(400, strangers, ROOT, undefined, claims);
    const report = await check({ records: { '0.0/0.0': [forged] } });
    expect(report).toMatchObject({ verdict: 'bad-signature', at: '400:0.0/0.0' });
  });

  it.each(['RS160', 'RS1', 'none', 'HS256'])('made by %s', async (alg) => {
    const values = signed(HANDLE, VALUES, PREFIX, CHAIN);
    const [, payload, signature] = Buffer.from(values.at(-1)?.data ?? '')
      .toString()
      .split('.');
    const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const weak = value(400, 'HS_SIGNATURE', `${header}.${payload}.${signature}`);
    expect(await check({ values: [...VALUES, weak] })).toMatchObject({
      verdict: 'weak-algorithm',
      name: alg,
    });
  });

  it.each(['MD5', 'SHA1'])('over digests by %s', async (alg) => {
    const claims = { iss: PREFIX.name, sub: HANDLE, exp: NOW + 9, digests: { alg, digests: [] } };
    const text = encodeJws({ ...claims, ...CHAIN }, PREFIX.privateKey);
    const values = [...VALUES, value(400, 'HS_SIGNATURE', text)];
    expect(await check({ values })).toMatchObject({ verdict: 'weak-algorithm', name: alg });
  });

  it('that only administrators may read', async () => {
    const values = signed(HANDLE, VALUES, PREFIX, CHAIN).map((each) =>
      each.type === 'HS_SIGNATURE' ? { ...each, permissions: 0x0c } : each,
    );
    expect((await check({ values })).verdict).toBe('unsigned');
  });
});

describe('what strangers can make it cost is bounded', () => {
  /** One after the other, each certified by the next, all in records of their own. */
  function ladder(length: number, handleOf: (step: number) => Handle) {
    const steps = Array.from({ length }, (_, step) => ({
      ...PREFIX,
      name: `${300 + step}:${handleOf(step)}`,
    }));
    const records: Record<Handle, HandleValue[]> = {};
    for (const [step, subject] of steps.entries()) {
      const issuer = (steps[step + 1] ?? ROOT) as Authority;
      const handle = handleOf(step);
      records[handle] = [...(records[handle] ?? []), cert(600 + step, issuer, subject)];
    }
    return { records, values: signed(HANDLE, VALUES, steps[0] as Authority) };
  }

  it('by the length of chains', async () => {
    // All by one holder, in one record.
    const fits = ladder(MAX_CHAIN_LENGTH - 1, () => '20.500.9/all');
    expect((await check(fits)).verdict).toBe('trusted');
    const tooLong = ladder(MAX_CHAIN_LENGTH, () => '20.500.9/all');
    expect((await check(tooLong)).reason).toBe('chain-too-long');
  });

  it('by the number of records looked up', async () => {
    const fits = ladder(MAX_CERTIFICATE_RECORDS - 1, (step) => `20.500.9/${step}`);
    expect((await check(fits)).verdict).toBe('trusted');
    const tooMany = ladder(MAX_CERTIFICATE_RECORDS + 1, (step) => `20.500.9/${step}`);
    expect((await check(tooMany)).reason).toBe('chain-too-long');
    expect(askedFor).toHaveLength(MAX_CERTIFICATE_RECORDS);
  });

  it('by the number of signatures looked at', async () => {
    const one = signed(HANDLE, VALUES, OTHER, CHAIN).at(-1) as HandleValue;
    const many = Array.from({ length: MAX_CHECKED_SIGNATURES + 5 }, (_, i) => ({
      ...one,
      index: 400 + i,
    }));
    const report = await check({ values: [...VALUES, ...many] });
    expect(report.signatures).toHaveLength(MAX_CHECKED_SIGNATURES);
    expect(report.unchecked).toBe(5);
  });

  it('by the number of signatures verified', async () => {
    const { records, values } = ladder(MAX_CHAIN_LENGTH - 1, () => '20.500.9/all');
    const one = values.at(-1) as HandleValue;
    const many = Array.from({ length: MAX_CHECKED_SIGNATURES }, (_, i) => ({
      ...one,
      index: 400 + i,
    }));
    const report = await check({ records, values: [...VALUES, ...many] });
    const links = report.signatures.map(({ chain }) => chain.length);
    expect(links.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(MAX_VERIFICATIONS);
    expect(report.signatures.at(-1)?.reason).toBe('chain-too-long');
  });
});
