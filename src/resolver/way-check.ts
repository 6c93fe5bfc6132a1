import type { Random } from '../system.ts';
import type { Place } from './door-finder.ts';
import type { Door } from './doors.ts';
import type { WayTable } from './way-table.ts';

/**
 * Chooses the servers that are asked beside the best one, only to see how they do: those that nobody
 * knows, those that may be back, and now and then another one. It is a copy of a real question whose
 * answer nobody waits for, so that no visitor ever pays for finding out that a server is dead.
 */
export class WayCheck {
  readonly #ways: WayTable;
  readonly #random: Random;
  readonly #share: number;

  /** @param share of the questions that try a server of which all is known, 0 to 1; 0 is no check at all */
  constructor(ways: WayTable, random: Random, share: number) {
    this.#ways = ways;
    this.#random = random;
    this.#share = share;
  }

  /**
   * @param places where the question may be put
   * @param asked where it is put
   */
  choose(places: readonly Place[], asked: Door): Door | undefined {
    if (this.#share === 0) return undefined;
    const others: Door[] = [];
    for (const [door] of places) {
      if (door === undefined || door.way === asked.way) continue;
      if (this.#ways.isDue(door.way)) return door;
      others.push(door);
    }
    if (others.length === 0 || this.#random() >= this.#share) return undefined;
    const door = others[Math.floor(this.#random() * others.length)];
    return door !== undefined && this.#ways.grade(door.way) === 'well' ? door : undefined;
  }
}
