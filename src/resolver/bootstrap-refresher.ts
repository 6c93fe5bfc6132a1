import type { Observer } from '../events.ts';
import type { Clock, Random } from '../system.ts';
import type { Bootstrap } from './bootstrap.ts';
import { bootstrapFingerprint } from './bootstrap-fingerprint.ts';
import type { BootstrapStore } from './bootstrap-store.ts';
import {
  FIRST_REFRESH_MS,
  REFRESH_AFTER_MS,
  REFRESH_RETRY_FIRST_MS,
  REFRESH_RETRY_MAX_MS,
  REFRESH_SPREAD_MS,
} from './limits.ts';
import type { Refreshed } from './refreshed-bootstrap.ts';
import type { Registry } from './registry.ts';

export interface BootstrapRefresherOptions {
  readonly registry: Registry;
  /** Asks the registry for its own records. */
  readonly refresh: (known: Bootstrap) => Promise<Refreshed>;
  /** Is called after the registry has others of them. */
  readonly onChanged: () => void;
  readonly store: BootstrapStore | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
}

/**
 * Keeps the registry's own records fresh behind everybody's back: soon after the start when they are
 * old, then once a day, and when a root server says that they are out of date. What is in use stays
 * in use until there is something better.
 */
export class BootstrapRefresher {
  readonly #options: BootstrapRefresherOptions;
  #cancelTimer = () => {};
  #underWay: Promise<void> | undefined;
  #saved: Promise<void> = Promise.resolve();
  /** From when on servers are believed that there is something new, on the clock's `elapsed` scale. */
  #believesFrom = Number.NEGATIVE_INFINITY;
  /** How long the next refresh waits if this one is in vain. */
  #waitMs = REFRESH_RETRY_FIRST_MS;
  #stopped = true;

  constructor(options: BootstrapRefresherOptions) {
    this.#options = options;
  }

  start(): void {
    const { registry, clock, random, observer } = this.#options;
    const { lastUpdate, rootKeys } = registry.bootstrap;
    if (rootKeys.length === 0) {
      observer.warning?.({
        name: 'bootstrap-not-refreshed',
        message:
          'the bootstrap has no key of the registry (HS_PUBKEY of 0.0/0.0), so nothing newer could be verified: its sites are used as they are',
      });
      return;
    }
    this.#stopped = false;
    const age = clock.now() - lastUpdate;
    const isOld = age < 0 || age >= REFRESH_AFTER_MS;
    if (isOld) this.#schedule(FIRST_REFRESH_MS * (1 + random()));
    else this.#schedule(REFRESH_AFTER_MS - age + REFRESH_SPREAD_MS * random());
  }

  /** A root server has newer site records than those in use, it says. */
  hint(): void {
    if (this.#stopped || this.#options.clock.elapsed() < this.#believesFrom) return;
    this.#begin(true);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#underWay;
    await this.#saved;
  }

  #schedule(milliseconds: number): void {
    if (this.#stopped) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(milliseconds, () => this.#begin(false));
  }

  #begin(isHinted: boolean): void {
    if (this.#underWay !== undefined) return;
    this.#cancelTimer();
    this.#underWay = this.#refresh(isHinted);
  }

  async #refresh(isHinted: boolean): Promise<void> {
    const { registry, refresh } = this.#options;
    const refreshed = await refresh(registry.bootstrap).catch(asRefusal);
    this.#underWay = undefined;
    if (this.#stopped) return;
    if (refreshed.kind === 'refused') this.#failed(refreshed.reason);
    else this.#succeeded(refreshed, isHinted);
  }

  #succeeded(refreshed: Extract<Refreshed, { kind: 'refreshed' }>, isHinted: boolean): void {
    const { clock, random } = this.#options;
    const isNews = this.#take(refreshed.bootstrap, refreshed.complaints);
    // Servers that always say so, and never have anything, are asked less and less often.
    if (isNews || !isHinted) this.#waitMs = REFRESH_RETRY_FIRST_MS;
    this.#believesFrom = clock.elapsed() + this.#nextWait();
    this.#schedule(REFRESH_AFTER_MS + REFRESH_SPREAD_MS * random());
    this.#saved = this.#saved.then(() => this.#save());
  }

  /** @returns whether it says anything new */
  #take(bootstrap: Bootstrap, complaints: readonly string[]): boolean {
    const { registry, observer, onChanged } = this.#options;
    for (const message of complaints) {
      observer.warning?.({ name: 'bootstrap-incomplete', message });
    }
    const changed = bootstrapFingerprint(bootstrap) !== bootstrapFingerprint(registry.bootstrap);
    const { lastUpdate } = bootstrap;
    registry.replace(changed ? bootstrap : { ...registry.bootstrap, lastUpdate });
    if (changed) onChanged();
    observer.bootstrap?.({ changed, sites: bootstrap.rootSites.length, lastUpdate });
    return changed;
  }

  #failed(reason: string): void {
    const { clock, observer, random } = this.#options;
    const wait = this.#nextWait();
    this.#believesFrom = clock.elapsed() + wait;
    this.#schedule(wait * (1 + random() / 2));
    observer.warning?.({
      name: 'bootstrap-not-refreshed',
      message: `the registry's own records stay as they are: ${reason} (tried again in ${Math.round(wait / 1000)} s)`,
    });
  }

  #nextWait(): number {
    const wait = this.#waitMs;
    this.#waitMs = Math.min(wait * 2, REFRESH_RETRY_MAX_MS);
    return wait;
  }

  async #save(): Promise<void> {
    const { registry, store, observer } = this.#options;
    try {
      await store?.save(registry.bootstrap);
    } catch (error) {
      observer.warning?.({
        name: 'bootstrap-not-kept',
        message: `the refreshed bootstrap could not be kept for the next start: ${messageOf(error)}`,
      });
    }
  }
}

/** Whatever happens to a refresh, it must not end the process. */
function asRefusal(error: unknown): Refreshed {
  return { kind: 'refused', reason: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
