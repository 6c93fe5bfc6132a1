import { LRUCache } from 'lru-cache';
import { comparisonForm, type Handle } from '../handle/handle.ts';
import type { Clock } from '../system.ts';
import type { Asked, Asking } from './asking.ts';
import type { Context } from './context.ts';
import { sitesToAsk } from './door-finder.ts';
import type { Failure } from './failure.ts';
import {
  backOffMs,
  type FailurePolicy,
  isMemorable,
  type Standing,
  saysDown,
  standingOf,
} from './failure-memory.ts';
import { BUSY_PROOF, FAIR_TRIAL_MS, MAX_SERVICES_WATCHED, SILENCE_PROOF } from './limits.ts';
import type { ReferralFollower } from './referral-follower.ts';
import type { Service } from './service.ts';
import type { ServiceKeys } from './service-key.ts';

/** Marks what is known of a service's primary sites alone: they may be gone while its mirrors are well. */
const PRIMARIES = 'primaries';

/** How a service has done lately; all times on the clock's `elapsed` scale. */
interface Health {
  failure: Failure | undefined;
  /** What was asked for when nobody answered last; one handle alone proves nothing. */
  failedAbout: string | undefined;
  /** How many handles in a row nobody answered about. */
  doubts: number;
  isDown: boolean;
  times: number;
  triedAt: number;
  retryAt: number;
  /** When the last failure was noted that counted. */
  notedAt: number;
  recoveredAt: number;
}

export interface ServiceHealthOptions {
  readonly referrals: ReferralFollower;
  readonly keys: ServiceKeys;
  readonly clock: Clock;
  readonly policy: FailurePolicy;
}

/**
 * Asks services and knows which are down: those that nobody can reach, that were silent about two
 * handles in a row, or too busy for three. A service that is down is tried again after a while that
 * doubles, by one request at a time; whoever else comes is told at once.
 */
export class ServiceHealth {
  readonly #options: ServiceHealthOptions;
  readonly #health = new LRUCache<string, Health>({ max: MAX_SERVICES_WATCHED });

  constructor(options: ServiceHealthOptions) {
    this.#options = options;
  }

  ask(service: Service, asking: Asking, context: Context): Promise<Asked> {
    const { referrals, keys, clock } = this.#options;
    const whole = keys.forHandle(service, asking.handle);
    const key = isForPrimaries(service, asking) ? `${whole} ${PRIMARIES}` : whole;
    const standing = this.#standing(whole) ?? this.#standing(key);
    if (standing?.next === 'wait') return Promise.resolve(standing.failure);
    this.#beginTry(whole);
    this.#beginTry(key);
    const startedAt = clock.elapsed();
    const isFair = context.budget.remainingMs() >= FAIR_TRIAL_MS;
    return referrals.ask(service, asking, context).then((asked) => {
      if (asked.kind === 'answer') {
        this.#answered(whole);
        this.#answered(key);
      } else if (isFair && isMemorable(asked) && saysDown(asked)) {
        this.#failed(key, asked, comparisonForm(asking.handle), startedAt);
      }
      return asked;
    });
  }

  /** What holds against asking for a handle now; undefined while its servers are not known to be down. */
  standing(service: Service, handle: Handle): Standing | undefined {
    return this.#standing(this.#options.keys.forHandle(service, handle));
  }

  #standing(key: string): Standing | undefined {
    const { clock, policy } = this.#options;
    const health = this.#health.get(key);
    if (!health?.isDown || health.failure === undefined) return undefined;
    return standingOf({ ...health, failure: health.failure }, clock.elapsed(), policy);
  }

  /** When it came back last, on the clock's `elapsed` scale. */
  recoveredAt(service: Service, handle: Handle): number {
    const health = this.#health.peek(this.#options.keys.forHandle(service, handle));
    return health?.recoveredAt ?? Number.NEGATIVE_INFINITY;
  }

  clear(): void {
    this.#health.clear();
  }

  /** How many services are down. */
  get down(): number {
    let count = 0;
    for (const [key, { isDown }] of this.#health.entries()) {
      if (isDown && !key.endsWith(PRIMARIES)) count += 1;
    }
    return count;
  }

  /** Whoever comes while the try goes on does not try as well. */
  #beginTry(key: string): void {
    const health = this.#health.get(key);
    if (!health?.isDown) return;
    health.triedAt = this.#options.clock.elapsed();
    health.retryAt = health.triedAt + backOffMs(health.times, this.#options.policy);
  }

  #answered(key: string): void {
    const health = this.#health.get(key);
    if (health === undefined) return;
    if (health.isDown) health.recoveredAt = this.#options.clock.elapsed();
    health.isDown = false;
    health.times = 0;
    health.failedAbout = undefined;
    health.doubts = 0;
  }

  #failed(key: string, failure: Failure, about: string, startedAt: number): void {
    const { clock, policy } = this.#options;
    const now = clock.elapsed();
    const health = this.#health.get(key) ?? newHealth();
    this.#health.set(key, health);
    // What began before the service came back, or before the last failure, tells nothing new.
    if (startedAt < health.recoveredAt || (health.isDown && startedAt < health.notedAt)) return;
    if (health.failedAbout !== about) health.doubts += 1;
    health.failedAbout = about;
    const isProof = health.isDown || health.doubts >= doubtsToBelieve(failure);
    if (!isProof) return;
    health.failure = failure;
    health.isDown = true;
    health.times += 1;
    health.triedAt = startedAt;
    health.notedAt = now;
    health.retryAt = now + backOffMs(health.times, policy);
  }
}

/** Where nobody listens is nobody; the silent may not know one handle, the busy may turn some away. */
function doubtsToBelieve({ outcome }: Failure): number {
  if (outcome === 'unreachable') return 1;
  return outcome === 'busy' ? BUSY_PROOF : SILENCE_PROOF;
}

/** Whether only some of the service's sites are asked. */
function isForPrimaries({ sites }: Service, { authoritative }: Asking): boolean {
  return authoritative && sitesToAsk(sites, authoritative).length < sites.length;
}

function newHealth(): Health {
  return {
    failure: undefined,
    failedAbout: undefined,
    doubts: 0,
    isDown: false,
    times: 0,
    triedAt: 0,
    retryAt: 0,
    notedAt: Number.NEGATIVE_INFINITY,
    recoveredAt: Number.NEGATIVE_INFINITY,
  };
}
