import { randomFillSync } from 'node:crypto';

/** Draws per call of the generator: one call costs as much as thousands of bytes. */
const BATCH = 1024;

/** Unpredictable integers, drawn in batches from the operating system's generator. */
export class RequestIds {
  readonly #fill: (batch: Uint32Array) => void;
  readonly #batch = new Uint32Array(BATCH);
  #next = BATCH;

  /** @param fill replaces every integer of the batch by a random one */
  constructor(fill: (batch: Uint32Array) => void = randomFillSync) {
    this.#fill = fill;
  }

  /**
   * A request id that is not in use: 1 to 2^31 − 1, because deployed peers read ids as signed and
   * answer what they cannot attribute with ffffffff.
   */
  next(inUse: { has(id: number): boolean }): number {
    for (;;) {
      const id = this.#draw() & 0x7fffffff;
      if (id !== 0 && !inUse.has(id)) return id;
    }
  }

  /** A uniform integer from 0 to `bound` − 1. @param bound a power of two */
  below(bound: number): number {
    return this.#draw() & (bound - 1);
  }

  #draw(): number {
    if (this.#next === BATCH) {
      this.#fill(this.#batch);
      this.#next = 0;
    }
    const drawn = this.#batch[this.#next] as number;
    // What was handed out must not be found in memory later.
    this.#batch[this.#next] = 0;
    this.#next += 1;
    return drawn;
  }
}
