/** How often one client network may come. */
export interface Rate {
  /** Requests per second. */
  readonly perSecond: number;
  /** How many of them may come at once after a quiet time, at least 1. */
  readonly burst: number;
}

/** What one process has let in of a client network since it told last. */
export interface Spent {
  readonly network: string;
  /** 0 only asks. */
  readonly requests: number;
}

/** Where several processes write down what they have let in, so that together they keep to one rate. */
export interface RateLedger {
  /**
   * Writes it down. Never rejects.
   *
   * @returns for each of them, in this order, how many more requests may come now: below 0 when all
   * together have let in too many, but never below `-burst`. Undefined when nobody could be told; then
   * it is not known whether it was written down.
   */
  settle(rate: Rate, spent: readonly Spent[]): Promise<readonly number[] | undefined>;
}

/** Asks the next one when one is out of reach. @returns undefined where there is none */
export function firstInReach(
  ...ledgers: readonly (RateLedger | undefined)[]
): RateLedger | undefined {
  const all = ledgers.filter((ledger) => ledger !== undefined);
  if (all.length < 2) return all[0];
  return {
    async settle(rate, spent) {
      for (const ledger of all) {
        const levels = await ledger.settle(rate, spent);
        if (levels !== undefined) return levels;
      }
      return undefined;
    },
  };
}
