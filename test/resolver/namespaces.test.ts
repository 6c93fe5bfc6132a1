import { describe, expect, it } from 'vitest';
import { comparisonForm } from '../../src/handle/handle.ts';
import { bootstrapOf } from '../../src/resolver/bootstrap.ts';
import { Budget } from '../../src/resolver/budget.ts';
import { CacheCounters } from '../../src/resolver/cache-counters.ts';
import { createLookups } from '../../src/resolver/create-lookups.ts';
import { FailureMemory } from '../../src/resolver/failure-memory.ts';
import { NameTable } from '../../src/resolver/name-table.ts';
import { DEFAULT_POLICY } from '../../src/resolver/policy.ts';
import { RecordCache } from '../../src/resolver/record-cache.ts';
import { Registry } from '../../src/resolver/registry.ts';
import { ServiceCache } from '../../src/resolver/service-cache.ts';
import { Traffic } from '../../src/resolver/traffic.ts';
import { WayTable } from '../../src/resolver/way-table.ts';
import { FakeNetwork } from './kit/fake-network.ts';
import { site, siteValue, value } from './kit/records.ts';
import { VirtualClock } from './kit/virtual-clock.ts';

const ROOT = '192.0.2.1';
const LOCAL = '192.0.2.10';

/** The contacts in the namespaces that come with the service of a handle. */
async function namespacesOf(
  handle: string,
  prefixRecord: ReturnType<typeof value>[],
  rootRecord: ReturnType<typeof value>[] = [],
): Promise<(string | undefined)[]> {
  const clock = new VirtualClock();
  const network = new FakeNetwork(clock);
  network.serve(ROOT, { '0.NA/10.1': [siteValue(1, site(LOCAL)), ...prefixRecord] });
  const root = [siteValue(1, site(ROOT)), ...rootRecord];
  const { services } = createLookups({
    transport: network,
    clock,
    random: () => 0.5,
    observer: {},
    protocols: ['udp'],
    names: new NameTable(clock, async () => []),
    ways: new WayTable(clock, DEFAULT_POLICY),
    closing: new AbortController().signal,
    registry: new Registry(bootstrapOf(new Map([[comparisonForm('0.NA/0.NA'), root]])), {}),
    recordCache: new RecordCache({
      maxBytes: 1_000_000,
      policy: DEFAULT_POLICY,
      random: () => 0.5,
    }),
    policy: DEFAULT_POLICY,
    failures: new FailureMemory(clock, DEFAULT_POLICY, 100_000),
    counters: new CacheCounters(),
    traffic: new Traffic(100),
    background: () => context,
    serviceCache: new ServiceCache(1_000_000),
    fixedSites: {},
    overrides: undefined,
    certifyServices: true,
    sharedEntries: undefined,
  });
  const budget = new Budget(clock, { deadlineMs: 5_000, maxExchanges: 32 });
  const context = { budget, flight: undefined, depth: 0, trace: undefined, signal: undefined };
  const found = await clock.run(Promise.resolve(services.find(handle, true, context)));
  if (found.kind !== 'service') throw new Error(`no service: ${found.message}`);
  return found.service.namespaces.map(({ contact }) => contact);
}

function namespace(contact: string, index = 10, type = 'HS_NAMESPACE') {
  return value(index, type, `<namespace><contact>${contact}</contact></namespace>`);
}

describe('the namespaces that come with a service', () => {
  it('are that of the prefix, then that of the registry', async () => {
    const found = await namespacesOf('10.1/a', [namespace('prefix')], [namespace('registry')]);
    expect(found).toEqual(['prefix', 'registry']);
  });

  it('are the ones of the lowest index, their type in any case', async () => {
    const found = await namespacesOf('10.1/a', [
      namespace('b', 30),
      namespace('a', 20, 'hs_namespace'),
    ]);
    expect(found).toEqual(['a']);
  });

  it('are those that can be read', async () => {
    const found = await namespacesOf('10.1/a', [
      value(10, 'HS_NAMESPACE', '<namespace'),
      namespace('a', 20),
    ]);
    expect(found).toEqual(['a']);
  });

  it('are none where none are given', async () => {
    expect(await namespacesOf('10.1/a', [])).toEqual([]);
  });

  it("are the registry's own for its handles", async () => {
    expect(await namespacesOf('0.TYPE/x', [], [namespace('root')])).toEqual(['root']);
  });
});
