import type { RateLedger } from '../shared-cache/rate-ledger.ts';

/** Whether a proxy stands alone, or is one of several for which a supervisor speaks. */
export interface Role {
  readonly isAlone: boolean;
  /** Where all of them on this machine write down what they let in; undefined when it is alone. */
  readonly rates: RateLedger | undefined;
  /** Whether it begins with what was kept of a cache. */
  readonly restoresCache: boolean;
  /** Whether it keeps its own; asked at the end. */
  readonly keepsCache: () => boolean;
}

export const ALONE: Role = {
  isAlone: true,
  rates: undefined,
  restoresCache: true,
  keepsCache: () => true,
};
