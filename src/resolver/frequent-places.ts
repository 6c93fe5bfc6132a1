/** Places that are counted at a time, a power of two: those in use stay in the processor's own cache. */
const SLOT_BITS = 10;

/** Requests within a second from which on a place counts as frequent. */
const OFTEN = 64;

/** Spreads places over the slots (Fibonacci hashing). */
const SPREAD = 0x9e37_79b1;

/**
 * Finds the few entries that are asked for many times a second among any number of others, without
 * touching anything of the others: where places share a slot, the one with most of its requests stays
 * (the majority vote of Boyer and Moore).
 */
export class FrequentPlaces {
  readonly #places = new Uint32Array(2 ** SLOT_BITS);
  readonly #counts = new Uint32Array(2 ** SLOT_BITS);
  #second = Number.NaN;

  /**
   * Counts a request.
   *
   * @param now milliseconds since 1970
   * @returns whether there were many for this place within the second
   */
  count(place: number, now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.fill(0);
    }
    const slot = Math.imul(place, SPREAD) >>> (32 - SLOT_BITS);
    const count = this.#counts[slot] ?? 0;
    const isCounted = this.#places[slot] === place;
    if (!isCounted && count === 0) this.#places[slot] = place;
    this.#counts[slot] = isCounted || count === 0 ? count + 1 : count - 1;
    return isCounted && count + 1 >= OFTEN;
  }
}
