/**
 * Caps how many names nobody has heard of are asked for at once, by service: whoever thinks of random
 * ones drowns neither the service nor us.
 */
export class NameQuota {
  readonly #most: number;
  /** Names that had to be turned away. */
  refused = 0;
  readonly #underWay = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns whether there was room; then {@link leave} gives it back */
  enter(service: string): boolean {
    const count = this.#underWay.get(service) ?? 0;
    if (count >= this.#most) {
      this.refused += 1;
      return false;
    }
    this.#underWay.set(service, count + 1);
    return true;
  }

  leave(service: string): void {
    const left = (this.#underWay.get(service) ?? 1) - 1;
    if (left === 0) this.#underWay.delete(service);
    else this.#underWay.set(service, left);
  }
}
