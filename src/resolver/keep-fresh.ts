import type { Observer, UpstreamProtocol } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Clock, Random } from '../system.ts';
import type { AddressGuard } from '../transport/address-guard.ts';
import { BootstrapRefresher } from './bootstrap-refresher.ts';
import type { BootstrapStore } from './bootstrap-store.ts';
import { Budget } from './budget.ts';
import { type Context, contextOf } from './context.ts';
import type { FailureMemory } from './failure-memory.ts';
import { REFRESH_DEADLINE_MS, REFRESH_MAX_EXCHANGES } from './limits.ts';
import type { RecordResult } from './record-answer.ts';
import { refreshedBootstrap } from './refreshed-bootstrap.ts';
import type { Registry } from './registry.ts';
import type { Traffic } from './traffic.ts';
import { usableSites } from './usable-site.ts';

/** How the registry's own records are kept fresh. */
export interface BootstrapRefresh {
  /** Where refreshed records are kept for the next start. @default nowhere */
  readonly store?: BootstrapStore;
  /**
   * Says which sites count when refreshed records are judged; the same as the transport's.
   * @default all; the transport refuses what it must not reach anyway
   */
  readonly allowAddress?: AddressGuard;
}

export interface KeepFreshOptions extends BootstrapRefresh {
  readonly registry: Registry;
  /** Asks for one whole record, past the cache; signed answers only. */
  readonly askAnew: (handle: Handle, context: Context) => Promise<RecordResult>;
  readonly traffic: Traffic;
  readonly failures: FailureMemory;
  readonly protocols: readonly UpstreamProtocol[];
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
}

/** A refresh takes longer than a visitor would wait. */
const LIMITS = { deadlineMs: REFRESH_DEADLINE_MS, maxExchanges: REFRESH_MAX_EXCHANGES } as const;

/** Begins to keep the registry's own records fresh, until it is closed. */
export function keepFresh(options: KeepFreshOptions): BootstrapRefresher {
  const { registry, askAnew, traffic, failures, protocols, clock, random, observer, store } =
    options;
  const isUsable = usableSites(protocols, options.allowAddress ?? (() => true));
  const refresher = new BootstrapRefresher({
    registry,
    refresh(known) {
      const context = contextOf(new Budget(clock, { ...LIMITS, traffic }));
      const ask = (handle: Handle) => askAnew(handle, context);
      return refreshedBootstrap(known, { ask, clock, isUsable });
    },
    // What failed by way of the old sites may be well by way of the new ones.
    onChanged: () => failures.clear(),
    store,
    clock,
    random,
    observer,
  });
  refresher.start();
  return refresher;
}
