import { type DemoNetwork, startDemoNetwork } from '../../../src/demo/index.ts';
import type { SharedCacheEvent, WarningEvent } from '../../../src/events.ts';
import { readBootstrap } from '../../../src/resolver/bootstrap-file.ts';
import { createResolver, type Resolver } from '../../../src/resolver/resolver.ts';
import type { ResolverOptions } from '../../../src/resolver/resolver-options.ts';
import { RedisCache } from '../../../src/shared-cache/redis-cache.ts';
import { systemClock } from '../../../src/system.ts';
import { createTransport } from '../../../src/transport/transport.ts';
import { until } from './until.ts';

/** A resolver with a memory of its own, and what it shares. */
export interface Copy {
  readonly resolver: Resolver;
  readonly shared: RedisCache;
  readonly warnings: WarningEvent[];
  readonly events: SharedCacheEvent[];
}

export interface CopyOptions extends Partial<ResolverOptions> {
  readonly prefix?: string;
  readonly patienceMs?: number;
}

/** Long enough for a machine that is busy with other tests. */
const PATIENCE_MS = 5_000;

/** Copies on one real network and one real Redis. */
export interface Copies {
  readonly network: DemoNetwork;
  /** Exchanges with handle servers so far. */
  exchanges(): number;
  copy(options?: CopyOptions): Promise<Copy>;
  /** A resolver that shares nothing. */
  alone(): Resolver;
  close(): Promise<void>;
}

/** Handles with one URL each. */
export function manyRecords(count: number, ttl = 86_400) {
  const handles = Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      handleOf(n),
      { values: [{ index: 1, type: 'URL', ttl, data: { format: 'string', value: urlOf(n) } }] },
    ]),
  );
  return { handles };
}

/** The real clock, whose date can be set ahead. */
export function shiftedClock() {
  let aheadMs = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + aheadMs,
    advance: (milliseconds: number) => {
      aheadMs += milliseconds;
    },
  };
}

export const handleOf = (n: number) => `20.500.1/${n}`;
export const urlOf = (n: number) => `https://example.org/object/${n}`;

export async function copiesOn(url: string, records?: { handles: object }): Promise<Copies> {
  const network = await startDemoNetwork(
    records === undefined ? {} : { records: records as never },
  );
  const transport = createTransport({ clock: systemClock, allowAddress: () => true });
  const bootstrap = readBootstrap(network.bootstrap);
  const opened: RedisCache[] = [];
  let exchanges = 0;
  const count = () => {
    exchanges += 1;
  };
  const common = { transport, bootstrap, clock: systemClock, random: Math.random };
  return {
    network,
    exchanges: () => exchanges,
    async copy({ prefix = 'test', patienceMs = PATIENCE_MS, ...options } = {}) {
      const warnings: WarningEvent[] = [];
      const events: SharedCacheEvent[] = [];
      const observer = {
        exchange: count,
        warning: (event: WarningEvent) => warnings.push(event),
        sharedCache: (event: SharedCacheEvent) => events.push(event),
      };
      const clock = options.clock ?? systemClock;
      const shared = await RedisCache.open({
        url,
        prefix,
        clock: systemClock,
        observer,
        patienceMs,
      });
      opened.push(shared);
      const resolver = createResolver({
        ...common,
        observer,
        sharedCache: shared,
        ...options,
        clock,
      });
      await until('the connection', () => shared.isConnected);
      return { resolver, shared, warnings, events };
    },
    alone: () => createResolver({ ...common, observer: { exchange: count } }),
    async close() {
      for (const each of opened) each.close();
      await transport.close();
      await network.close();
    },
  };
}
