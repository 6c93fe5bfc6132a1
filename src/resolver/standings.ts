import type { Clock } from '../system.ts';
import type { Asking } from './asking.ts';
import {
  type FailureMemory,
  type PastFailure,
  type Standing,
  saysDown,
  standingOf,
} from './failure-memory.ts';
import type { Policy } from './policy.ts';
import { questionKey } from './question-key.ts';
import type { ServiceFinder } from './service-finder.ts';

export interface StandingsOptions {
  readonly services: ServiceFinder;
  readonly failures: FailureMemory;
  readonly policy: Policy;
  readonly clock: Clock;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

/** Knows what holds against asking something now: its servers are down, or it has failed lately. */
export class Standings {
  readonly #options: StandingsOptions;

  constructor(options: StandingsOptions) {
    this.#options = options;
  }

  /** Of all handles whose servers are the same; undefined while those are not known to be down. */
  ofService({ handle, certified }: Asking): Standing | undefined {
    const { services, certifyServices } = this.#options;
    return services.standing(handle, certified || certifyServices);
  }

  /** Of this handle alone. */
  ofHandle(asking: Asking): Standing | undefined {
    const { clock, policy } = this.#options;
    const failed = this.pastFailure(asking);
    return failed && standingOf(failed, clock.elapsed(), policy);
  }

  /** Whether it was tried so lately that trying again would tell nothing new. */
  hasFailedLately(asking: Asking): boolean {
    const { clock, policy } = this.#options;
    const failed = this.pastFailure(asking);
    return failed !== undefined && clock.elapsed() - failed.triedAt < policy.staleRecheckMs;
  }

  /** How this very question failed, unless its servers have come back since. */
  pastFailure(asking: Asking): PastFailure | undefined {
    const { failures, services, certifyServices } = this.#options;
    if (failures.size === 0) return undefined;
    const key = questionKey(asking);
    const failed = failures.recall(key);
    if (failed === undefined || !saysDown(failed.failure)) return failed;
    const certified = asking.certified || certifyServices;
    if (services.recoveredAt(asking.handle, certified) <= failed.triedAt) return failed;
    failures.forget(key);
    return undefined;
  }
}
