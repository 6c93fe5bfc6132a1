/** Slots that are searched for one hash; so many entries can share it or stand close by. */
const WINDOW = 32;

/** Slots to begin with. */
const FEWEST_SLOTS = 64;

/** Bytes of a slot: a hash and a place. */
export const SLOT_BYTES = 8;

/** What `search` gives when there is nothing more. */
export const NOWHERE = -1;

/**
 * From hashes to places in memory, in an array of numbers: sixteen bytes for each of a million
 * entries, and nothing for the garbage collector to walk through.
 *
 * An entry stands in one of a few slots after the one that its hash names, so neither looking up nor
 * forgetting ever walks far, whatever names strangers think of.
 */
export class EntryIndex {
  readonly #maxSlots: number;
  /**
   * For each slot its hash, then one more than the place, or 0 where the slot is free: side by side,
   * because among millions each look into memory costs as much as all the reckoning.
   */
  #slots = new Uint32Array(FEWEST_SLOTS * 2);
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxSlots = maxBytes / SLOT_BYTES;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#count * SLOT_BYTES;
  }

  /**
   * Where an entry of this hash may stand.
   *
   * @param from 0 at first, then one more than the last answer
   * @returns a step to give to {@link placeAt}, or `NOWHERE`
   */
  search(hash: number, from: number): number {
    const mask = this.#count - 1;
    for (let step = from; step < WINDOW; step += 1) {
      const at = ((hash + step) & mask) * 2;
      if (this.#slots[at] === hash && this.#slots[at + 1] !== 0) return step;
    }
    return NOWHERE;
  }

  placeAt(hash: number, step: number): number {
    return this.#placeIn((hash + step) & (this.#count - 1));
  }

  /** @returns the place of the entry that had to go for it, or `NOWHERE` */
  add(hash: number, place: number): number {
    if (this.#size >= this.#count / 2) this.#grow();
    let slot = this.#freeSlot(hash);
    if (slot === NOWHERE && this.#grow()) slot = this.#freeSlot(hash);
    if (slot !== NOWHERE) {
      this.#size += 1;
      this.#set(slot, hash, place);
      return NOWHERE;
    }
    const taken = (hash + (place % WINDOW)) & (this.#count - 1);
    const pushedOut = this.#placeIn(taken);
    this.#set(taken, hash, place);
    return pushedOut;
  }

  has(hash: number, place: number): boolean {
    return this.#slotOf(hash, place) !== NOWHERE;
  }

  move(hash: number, from: number, to: number): void {
    const slot = this.#slotOf(hash, from);
    if (slot !== NOWHERE) this.#set(slot, hash, to);
  }

  remove(hash: number, place: number): boolean {
    const slot = this.#slotOf(hash, place);
    if (slot === NOWHERE) return false;
    this.#slots[slot * 2 + 1] = 0;
    this.#size -= 1;
    return true;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }

  get #count(): number {
    return this.#slots.length / 2;
  }

  /** @returns `NOWHERE` where the slot is free */
  #placeIn(slot: number): number {
    return (this.#slots[slot * 2 + 1] ?? 0) - 1;
  }

  #set(slot: number, hash: number, place: number): void {
    this.#slots[slot * 2] = hash;
    this.#slots[slot * 2 + 1] = place + 1;
  }

  #slotOf(hash: number, place: number): number {
    const mask = this.#count - 1;
    for (let step = 0; step < WINDOW; step += 1) {
      const slot = (hash + step) & mask;
      if (this.#placeIn(slot) === place) return slot;
    }
    return NOWHERE;
  }

  #freeSlot(hash: number): number {
    const mask = this.#count - 1;
    for (let step = 0; step < WINDOW; step += 1) {
      const slot = (hash + step) & mask;
      if (this.#placeIn(slot) === NOWHERE) return slot;
    }
    return NOWHERE;
  }

  /** @returns whether there are more slots now, with everything in its place */
  #grow(): boolean {
    const before = this.#slots;
    const count = this.#count * 2;
    if (count > this.#maxSlots) return false;
    this.#slots = new Uint32Array(count * 2);
    for (let at = 0; at < before.length; at += 2) {
      const place = before[at + 1] ?? 0;
      if (place === 0) continue;
      const hash = before[at] ?? 0;
      const free = this.#freeSlot(hash);
      // Twice the slots for the same entries: a window that overflows now is one in millions.
      if (free === NOWHERE) this.#size -= 1;
      else this.#set(free, hash, place - 1);
    }
    return true;
  }
}
