import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DemoServer, OddAnswer } from '../../src/demo/index.ts';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { comparisonForm } from '../../src/handle/handle.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import type { Site } from '../../src/handle/site.ts';
import { DEFAULT_RESOLUTION_FLAGS, OpFlag } from '../../src/protocol/op-flag.ts';
import { encodePublicKey } from '../../src/protocol/public-key.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { decodeSite } from '../../src/protocol/site.ts';
import { bootstrapOf } from '../../src/resolver/bootstrap.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import type { ResolveOptions } from '../../src/resolver/resolution.ts';
import type { ResolverOptions } from '../../src/resolver/resolver-options.ts';
import type { TrustReport } from '../../src/resolver/trust/trust-report.ts';
import { systemClock } from '../../src/system.ts';
import { askTcp, requestFor } from '../demo/ask.ts';
import { type DemoWorld, demoWorld } from './kit/demo-world.ts';
import { siteValue, url, value } from './kit/records.ts';
import { messageOf, textsOf } from './kit/world.ts';

const TRUE_URL = 'https://example.org/one';
const EVIL_URL = 'https://evil.example/';
const HANDLE = '20.500.1/one-url';
const PREFIX = '0.NA/20.500.1';
const SIGNED = '20.500.1/signed';
const CERTIFIED = (DEFAULT_RESOLUTION_FLAGS | OpFlag.certify | OpFlag.requestDigest) >>> 0;

let demo: DemoWorld;
let plain: DemoServer;
let root: DemoServer;

/** Seconds that the clock of network and resolvers is ahead. */
let ahead = 0;
const clock = { ...systemClock, now: () => systemClock.now() + ahead * 1000 };

beforeAll(async () => {
  demo = await demoWorld(clock);
  plain = demo.network.server('plain');
  root = demo.network.server('root');
});
beforeEach(() => {
  ahead = 0;
  return demo.healthy();
});
afterAll(() => demo.close());

const EVIL_KEY = await rsaServerKey();
const EVIL_VALUES = [url(1, EVIL_URL)];

/** Time enough for a busy machine: it is the lies that end these, and not the clock. */
const PATIENT = { deadlineMs: 20_000 };

async function texts(options: Partial<ResolverOptions>, wanted?: ResolveOptions) {
  const found = await demo.resolver({ ...PATIENT, ...options }).resolve(HANDLE, wanted);
  return found.outcome === 'found' ? textsOf(found)[0] : `${found.outcome}: ${messageOf(found)}`;
}

/** The bytes of an answer that the server really gave and signed. */
function recorded(server: DemoServer, handle: string, flags = CERTIFIED): Promise<Uint8Array> {
  return askTcp(server.addresses.tcp, encodeRequest(requestFor(handle, { flags })));
}

/** The site of the service `served`, as if it were the one of our prefix, with any key. */
async function siteOfServed(publicKey?: Uint8Array): Promise<Site> {
  const bytes = await recorded(root, '0.SERV/DEMO', DEFAULT_RESOLUTION_FLAGS);
  const { body } = decodeResponse(bytes);
  const [first] = body.kind === 'values' ? body.values : [];
  const site = decodeSite((first as HandleValue).data);
  if (publicKey === undefined) return site;
  return { ...site, servers: site.servers.map((server) => ({ ...server, publicKey })) };
}

describe('somebody between the proxy and the server of a record', () => {
  const attacks: readonly (readonly [string, () => OddAnswer | Promise<OddAnswer>, RegExp])[] = [
    [
      'changes the answer, unsigned',
      () => ({ kind: 'forged', values: EVIL_VALUES }),
      /^bad-signature: .*unsigned/,
    ],
    [
      'changes the answer and signs it with another key than the server’s',
      () => ({ kind: 'forged', values: EVIL_VALUES, privateKey: EVIL_KEY.privateKey }),
      /^bad-signature: .*mismatch/,
    ],
    ['breaks the signature', () => ({ kind: 'bad-signature' }), /^bad-signature: .*mismatch/],
    ['takes the signature away', () => ({ kind: 'unsigned' }), /^bad-signature: .*unsigned/],
    [
      'has the answer of the server for another record',
      async () => ({ kind: 'replayed', message: await recorded(plain, '20.500.1/several-urls') }),
      /^bad-answer: .*another handle/,
    ],
    [
      'has an old answer of the server for the same record',
      async () => ({ kind: 'replayed', message: await recorded(plain, HANDLE) }),
      /^bad-signature: .*another request/,
    ],
    [
      'has an old answer that is tied to no request',
      async () => ({
        kind: 'replayed',
        message: await recorded(plain, HANDLE, (DEFAULT_RESOLUTION_FLAGS | OpFlag.certify) >>> 0),
      }),
      /^bad-signature: .*lacks the digest/,
    ],
    [
      'has what another server signed',
      async () => ({
        kind: 'replayed',
        message: await recorded(demo.network.server('hash-2'), HANDLE),
      }),
      /^bad-signature: .*another request/,
    ],
    [
      'can break MD5',
      () => ({ kind: 'other-digest', digest: 'MD5' }),
      /^bad-signature: .*MD5 signature is too weak/,
    ],
    [
      'can break SHA-1',
      () => ({ kind: 'other-digest', digest: 'SHA-1' }),
      /^bad-signature: .*SHA-1 signature is too weak/,
    ],
  ];

  it.each(attacks)(
    '%s: that is refused with trust=all, and the setting is named',
    async (_, attack, words) => {
      plain.faults.odd = await attack();
      const found = await texts({ trust: 'all' });
      expect(found).toMatch(words);
      if (found?.startsWith('bad-signature')) expect(found).toContain('"trust"');
    },
  );

  it.each(attacks)(
    '%s: that is refused when the request asks for certified answers',
    async (_, attack, words) => {
      plain.faults.odd = await attack();
      expect(await texts({ trust: 'off' }, { certified: true })).toMatch(words);
    },
  );

  it('has their way with those who ask for no signature', async () => {
    plain.faults.odd = { kind: 'forged', values: EVIL_VALUES };
    expect(await texts({ trust: 'services' })).toBe(EVIL_URL);
  });

  it('has none where the server signs', async () => {
    expect(await texts({ trust: 'all' })).toBe(TRUE_URL);
  });
});

describe('somebody between the proxy and the root', () => {
  /** What the root says of the prefix: another service, whose key is named with it. */
  const elsewhere = async (publicKey?: Uint8Array) => [siteValue(1, await siteOfServed(publicKey))];

  it.each([
    ['unsigned', {}],
    ['signed with the key it names', { privateKey: EVIL_KEY.privateKey }],
  ])('sends nobody to servers of their own by a prefix record %s', async (_, signer) => {
    const values = await elsewhere(EVIL_KEY.record);
    root.faults.odd = { kind: 'forged', values, ...signer };
    demo.network.server('served').counts.reset();
    expect(await texts({ trust: 'services' })).toMatch(/^bad-signature: .*"trust"/);
    expect(demo.network.server('served').counts.requests).toEqual({ udp: 0, tcp: 0, http: 0 });
  });

  it('does so with trust=off', async () => {
    root.faults.odd = { kind: 'forged', values: await elsewhere() };
    demo.network.server('served').faults.odd = { kind: 'forged', values: EVIL_VALUES };
    expect(await texts({ trust: 'off' })).toBe(EVIL_URL);
  });

  it('cannot say of a prefix that there is none', async () => {
    root.faults.odd = { kind: 'forged', values: [value(1, 'DESC', 'nothing here')] };
    expect(await texts({ trust: 'services' })).toMatch(/^bad-signature/);
  });

  it('is of no use when the key of the root in the bootstrap is another', async () => {
    const { rootSites } = readBootstrap(demo.network.bootstrap);
    const [site] = rootSites as [Site];
    const servers = site.servers.map((server) => ({ ...server, publicKey: EVIL_KEY.record }));
    const values = [siteValue(1, { ...site, servers })];
    const bootstrap = bootstrapOf(new Map([[comparisonForm('0.NA/0.NA'), values]]));
    expect(await texts({ bootstrap })).toMatch(/^bad-signature: .*"trust"/);
  });
});

describe('what is in the cache without a signature', () => {
  it('does not answer a certified question', async () => {
    const resolver = demo.resolver(PATIENT);
    plain.faults.odd = { kind: 'forged', values: EVIL_VALUES };
    expect(textsOf(await resolver.resolve(HANDLE))).toEqual([EVIL_URL]);
    expect(resolver.cached(HANDLE, { certified: true })).toBeUndefined();
    plain.faults.odd = undefined;
    expect(textsOf(await resolver.resolve(HANDLE, { certified: true }))[0]).toBe(TRUE_URL);
  });

  it('takes nothing away from what is certified', async () => {
    const resolver = demo.resolver({ ...PATIENT, policy: { authoritativeEveryMs: 0 } });
    await resolver.resolve(HANDLE, { certified: true });
    plain.faults.odd = { kind: 'forged', values: EVIL_VALUES };
    expect(textsOf(await resolver.resolve(HANDLE, { authoritative: true }))).toEqual([EVIL_URL]);
    const certified = await resolver.resolve(HANDLE, { certified: true });
    expect(textsOf(certified)[0]).toBe(TRUE_URL);
    expect(certified).toMatchObject({ certified: true, cache: 'hit' });
  });

  it('is a "not found" that counts for nobody who wants it certified', async () => {
    const resolver = demo.resolver(PATIENT);
    plain.faults.odd = { kind: 'code', code: 100 };
    expect((await resolver.resolve(HANDLE)).outcome).toBe('handle-not-found');
    plain.faults.odd = undefined;
    expect((await resolver.resolve(HANDLE, { certified: true })).outcome).toBe('found');
  });
});

describe('the signature in a record', () => {
  async function report(
    options: Partial<ResolverOptions> = {},
    handle = SIGNED,
  ): Promise<TrustReport> {
    const resolver = demo.resolver(options);
    const found = await resolver.resolve(handle);
    if (found.outcome !== 'found') throw new Error(messageOf(found));
    return resolver.verify(found);
  }

  it('is trusted in the example that is signed well', async () => {
    expect(await report()).toMatchObject({ verdict: 'trusted', unsigned: [] });
  });

  it('is not in the example that is signed badly', async () => {
    expect(await report({}, '20.500.1/signed-wrongly')).toMatchObject({
      verdict: 'digest-mismatch',
      values: [1, 2],
    });
  });

  it.each(['0.0/0.0', '0.NA/0.NA'])('is trusted in the root’s own %s', async (handle) => {
    expect((await report({}, handle)).verdict).toBe('trusted');
  });

  it('exposes what its own server makes of it', async () => {
    const { body } = decodeResponse(await recorded(plain, SIGNED, DEFAULT_RESOLUTION_FLAGS));
    const values = body.kind === 'values' ? body.values : [];
    const changed = values.map((each) => (each.index === 1 ? url(1, EVIL_URL) : each));
    plain.faults.odd = { kind: 'forged', values: changed };
    expect(await report()).toMatchObject({ verdict: 'digest-mismatch', values: [1] });
  });

  it('does not fit another record', async () => {
    const { body } = decodeResponse(await recorded(plain, SIGNED, DEFAULT_RESOLUTION_FLAGS));
    plain.faults.odd = { kind: 'forged', values: body.kind === 'values' ? body.values : [] };
    expect((await report({}, HANDLE)).verdict).toBe('wrong-subject');
  });

  it('expires', async () => {
    ahead = 366 * 86_400;
    expect((await report()).verdict).toBe('expired');
  });

  it('needs the root’s key in the bootstrap', async () => {
    const known = readBootstrap(demo.network.bootstrap);
    expect((await report({ bootstrap: { ...known, rootKeys: [] } })).reason).toBe('no-root-keys');
    const bootstrap = { ...known, rootKeys: [EVIL_KEY.publicKey] };
    expect((await report({ bootstrap })).reason).toBe('foreign-root');
  });

  it('does not count with a certificate that somebody else put in its place', async () => {
    const evil = [
      value(400, 'HS_CERT', 'x'),
      value(300, 'HS_PUBKEY', encodePublicKey(EVIL_KEY.publicKey)),
    ];
    const resolver = demo.resolver();
    const found = await resolver.resolve(SIGNED);
    if (found.outcome !== 'found') throw new Error(messageOf(found));
    root.faults.odd = ({ handle }) =>
      handle === PREFIX ? { kind: 'forged', values: evil } : undefined;
    expect((await resolver.verify(found)).verdict).toBe('unreadable');
  });

  it('cannot be verified while its certificates cannot be looked up', async () => {
    const resolver = demo.resolver();
    const found = await resolver.resolve(SIGNED);
    if (found.outcome !== 'found') throw new Error(messageOf(found));
    for (const protocol of ['udp', 'tcp', 'http'] as const) {
      await root.faults.setDoor(protocol, 'closed');
    }
    expect((await resolver.verify(found)).verdict).toBe('unavailable');
  });

  it('is verified of the whole record when only its name is given', async () => {
    const resolver = demo.resolver();
    expect((await resolver.verify(SIGNED)).verdict).toBe('trusted');
    expect(await resolver.verify('20.500.1/nothing')).toMatchObject({
      verdict: 'unavailable',
      handle: '20.500.1/nothing',
    });
  });

  it('costs what one request may cost', async () => {
    const resolver = demo.resolver({ maxExchanges: 1 });
    const found = await demo.resolver().resolve(SIGNED);
    if (found.outcome !== 'found') throw new Error(messageOf(found));
    expect((await resolver.verify(found)).verdict).toBe('unavailable');
  });
});
