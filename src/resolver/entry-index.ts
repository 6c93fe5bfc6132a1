/** Slots that are searched for one hash; so many entries can share it or stand close by. */
const WINDOW = 32;

/** Slots to begin with. */
const FEWEST_SLOTS = 64;

/** Bytes of a slot: a hash and a place. */
export const SLOT_BYTES = 8;

/** What `search` gives when there is nothing more. */
export const NOWHERE = -1;

/**
 * From hashes to places in memory, in two arrays of numbers: sixteen bytes for each of a million
 * entries, and nothing for the garbage collector to walk through.
 *
 * An entry stands in one of a few slots after the one that its hash names, so neither looking up nor
 * forgetting ever walks far, whatever names strangers think of.
 */
export class EntryIndex {
  readonly #maxSlots: number;
  #hashes = new Uint32Array(FEWEST_SLOTS);
  /** One more than the place; 0 where the slot is free. */
  #places = new Uint32Array(FEWEST_SLOTS);
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxSlots = maxBytes / SLOT_BYTES;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#places.length * SLOT_BYTES;
  }

  /**
   * Where an entry of this hash may stand.
   *
   * @param from 0 at first, then one more than the last answer
   * @returns a step to give to {@link placeAt}, or `NOWHERE`
   */
  search(hash: number, from: number): number {
    const mask = this.#places.length - 1;
    for (let step = from; step < WINDOW; step += 1) {
      const slot = (hash + step) & mask;
      if (this.#places[slot] !== 0 && this.#hashes[slot] === hash) return step;
    }
    return NOWHERE;
  }

  placeAt(hash: number, step: number): number {
    return (this.#places[(hash + step) & (this.#places.length - 1)] ?? 0) - 1;
  }

  /** @returns the place of the entry that had to go for it, or `NOWHERE` */
  add(hash: number, place: number): number {
    if (this.#size >= this.#places.length / 2) this.#grow();
    let slot = this.#freeSlot(hash);
    if (slot === NOWHERE && this.#grow()) slot = this.#freeSlot(hash);
    if (slot !== NOWHERE) {
      this.#size += 1;
      this.#set(slot, hash, place);
      return NOWHERE;
    }
    const taken = (hash + (place % WINDOW)) & (this.#places.length - 1);
    const pushedOut = (this.#places[taken] ?? 0) - 1;
    this.#set(taken, hash, place);
    return pushedOut;
  }

  has(hash: number, place: number): boolean {
    return this.#slotOf(hash, place) !== NOWHERE;
  }

  move(hash: number, from: number, to: number): void {
    const slot = this.#slotOf(hash, from);
    if (slot !== NOWHERE) this.#places[slot] = to + 1;
  }

  remove(hash: number, place: number): boolean {
    const slot = this.#slotOf(hash, place);
    if (slot === NOWHERE) return false;
    this.#places[slot] = 0;
    this.#size -= 1;
    return true;
  }

  clear(): void {
    this.#places.fill(0);
    this.#size = 0;
  }

  #set(slot: number, hash: number, place: number): void {
    this.#hashes[slot] = hash;
    this.#places[slot] = place + 1;
  }

  #slotOf(hash: number, place: number): number {
    const mask = this.#places.length - 1;
    for (let step = 0; step < WINDOW; step += 1) {
      const slot = (hash + step) & mask;
      if (this.#places[slot] === place + 1) return slot;
    }
    return NOWHERE;
  }

  #freeSlot(hash: number): number {
    const mask = this.#places.length - 1;
    for (let step = 0; step < WINDOW; step += 1) {
      const slot = (hash + step) & mask;
      if (this.#places[slot] === 0) return slot;
    }
    return NOWHERE;
  }

  /** @returns whether there are more slots now, with everything in its place */
  #grow(): boolean {
    const hashes = this.#hashes;
    const places = this.#places;
    const slots = places.length * 2;
    if (slots > this.#maxSlots) return false;
    this.#hashes = new Uint32Array(slots);
    this.#places = new Uint32Array(slots);
    for (let slot = 0; slot < places.length; slot += 1) {
      const place = places[slot] ?? 0;
      if (place === 0) continue;
      const hash = hashes[slot] ?? 0;
      const free = this.#freeSlot(hash);
      // Twice the slots for the same entries: a window that overflows now is one in millions.
      if (free === NOWHERE) this.#size -= 1;
      else this.#set(free, hash, place - 1);
    }
    return true;
  }
}
