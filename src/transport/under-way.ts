/**
 * What is under way, so that whoever closes can end it.
 *
 * A `Set` that is written to moves to another table now and then, and the table it leaves refers to the
 * new one. Once such a table has become old, all that follow stay in memory until old memory is
 * collected, with everything that was under way at each move: a third of all garbage had to be copied
 * for that. Here a place is overwritten at once.
 */
export class UnderWay<Item> {
  readonly #items: (Item | undefined)[] = [];
  readonly #free: number[] = [];

  /** @returns its place, to be given to {@link remove} once */
  add(item: Item): number {
    const place = this.#free.pop() ?? this.#items.length;
    this.#items[place] = item;
    return place;
  }

  remove(place: number): void {
    this.#items[place] = undefined;
    this.#free.push(place);
  }

  /** All that are under way now. */
  all(): Item[] {
    return this.#items.filter((item) => item !== undefined);
  }
}
