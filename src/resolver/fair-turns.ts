export interface TurnLimits {
  /** Of all owners. */
  readonly most: number;
  readonly mostPerOwner: number;
}

interface Line {
  underWay: number;
  /** In the order in which they came. */
  readonly waiting: Set<Turn>;
}

/** Does something, and settles when it is over. It must not reject. */
export type Turn = () => Promise<unknown>;

/** Lets so many things be done at a time, by turns of those for whom they are done. */
export class FairTurns {
  readonly #limits: TurnLimits;
  /** By owner; who has had a turn goes to the end. */
  readonly #lines = new Map<string, Line>();
  #underWay = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Begins at once where there is room. @returns takes it back, if it has not begun */
  take(owner: string, turn: Turn): () => void {
    const line = this.#lines.get(owner) ?? { underWay: 0, waiting: new Set() };
    this.#lines.set(owner, line);
    line.waiting.add(turn);
    this.#mayBegin(owner, line);
    return () => {
      line.waiting.delete(turn);
      const isIdle = line.underWay === 0 && line.waiting.size === 0;
      if (isIdle && this.#lines.get(owner) === line) this.#lines.delete(owner);
    };
  }

  #next(): void {
    for (const [owner, line] of [...this.#lines]) {
      if (this.#underWay >= this.#limits.most) return;
      this.#mayBegin(owner, line);
    }
  }

  #mayBegin(owner: string, line: Line): void {
    const { most, mostPerOwner } = this.#limits;
    const [turn] = line.waiting;
    const hasRoom = this.#underWay < most && line.underWay < mostPerOwner;
    if (turn !== undefined && hasRoom) this.#begin(owner, line, turn);
  }

  #begin(owner: string, line: Line, turn: Turn): void {
    line.waiting.delete(turn);
    line.underWay += 1;
    this.#underWay += 1;
    void turn().then(() => {
      line.underWay -= 1;
      this.#underWay -= 1;
      this.#lines.delete(owner);
      if (line.underWay > 0 || line.waiting.size > 0) this.#lines.set(owner, line);
      this.#next();
    });
  }
}
