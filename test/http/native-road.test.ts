import { afterEach, describe, expect, it } from 'vitest';
import type { ExchangeEvent } from '../../src/events.ts';
import { HashOption, InterfaceProtocol, type Site, SiteFlag } from '../../src/handle/site.ts';
import { encodeSite } from '../../src/protocol/site.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import type { ResolverOptions } from '../../src/resolver/resolver-options.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { tellOutcomes } from './kit/outcomes.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A site whose only server is the proxy at this port. */
function siteAt(port: number): Site {
  return {
    version: 1,
    protocolVersion: { major: 2, minor: 11 },
    serialNumber: 1,
    flags: SiteFlag.primary,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: [],
    servers: [
      {
        serverId: 1,
        address: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 1),
        publicKey: new Uint8Array(),
        interfaces: [{ type: 2, protocol: InterfaceProtocol.http, port }],
      },
    ],
  };
}

/** A resolver that can reach nobody but a proxy, and the proxy. */
async function behindFirewall(options: Partial<ResolverOptions> = {}) {
  const proxy = await startTestProxy({ clock: systemClock });
  tellOutcomes(proxy);
  const site = siteAt(proxy.server.port);
  for (const prefix of ['A', '20.500.1']) {
    proxy.resolver.record(`0.NA/${prefix}`, value(1, 'HS_SITE', encodeSite(site)));
  }
  const exchanges: ExchangeEvent[] = [];
  const transport = createTransport({ clock: systemClock, allowAddress: () => true });
  const resolver = createResolver({
    transport,
    bootstrap: { rootSites: [site], rootKeys: [], records: new Map(), lastUpdate: 0 },
    clock: systemClock,
    random: Math.random,
    trust: 'off',
    protocols: ['http'],
    observer: { exchange: (event) => exchanges.push(event) },
    ...options,
  });
  closers.push(
    () => resolver.close(),
    () => transport.close(),
  );
  return { proxy, resolver, exchanges };
}

describe('a handle client that reaches nothing but the proxy', () => {
  it('finds the service and the record through it', async () => {
    const { proxy, resolver, exchanges } = await behindFirewall();
    proxy.resolver.record('20.500.1/ü x', url('https://example.org/'), value(2, 'EMAIL', 'a@b'));
    const answer = await resolver.resolve('20.500.1/ü x', { types: ['URL'] });
    expect(answer).toMatchObject({
      outcome: 'found',
      values: [{ type: 'URL', data: new TextEncoder().encode('https://example.org/') }],
    });
    expect(exchanges).toMatchObject([
      { handle: '0.NA/20.500.1', protocol: 'http', responseCode: 1 },
      { handle: '20.500.1/ü x', protocol: 'http', responseCode: 1 },
    ]);
  });

  it('follows aliases by itself', async () => {
    const { proxy, resolver } = await behindFirewall();
    proxy.resolver.record('20.500.1/alias', value(1, 'HS_ALIAS', '20.500.1/end'));
    proxy.resolver.record('20.500.1/end', url('https://example.org/'));
    const answer = await resolver.resolve('20.500.1/alias');
    expect(answer).toMatchObject({ handle: '20.500.1/end', aliases: ['20.500.1/alias'] });
  });

  it.each([
    ['a/nothing', 'handle-not-found'],
    ['a/no-values', 'values-not-found'],
    ['99.1/x', 'prefix-not-found'],
    ['a/restricted', 'restricted'],
    ['a/forbidden', 'restricted'],
    ['a/busy', 'busy'],
    ['a/timeout', 'bad-answer'],
    ['a/bad-answer', 'bad-answer'],
  ])('is told what became of %s: %s', async (handle, outcome) => {
    const { resolver } = await behindFirewall();
    expect(await resolver.resolve(handle)).toMatchObject({ outcome });
  });

  it('cannot have signed answers', async () => {
    const { resolver } = await behindFirewall();
    const answer = await resolver.resolve('a/found', { certified: true });
    expect(answer.outcome).not.toBe('found');
  });
});
