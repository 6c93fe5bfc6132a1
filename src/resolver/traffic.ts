/** How many exchanges with servers are under way, and whether that is as many as may be. */
export class Traffic {
  readonly #most: number;
  #underWay = 0;
  /** Exchanges that were wanted while there were too many. */
  refused = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get underWay(): number {
    return this.#underWay;
  }

  get isFull(): boolean {
    return this.#underWay >= this.#most;
  }

  /** Whether there is room for work that nobody waits for. */
  get hasRoom(): boolean {
    return this.#underWay < this.#most / 2;
  }

  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
  }
}
