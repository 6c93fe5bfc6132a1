import type { Transport } from '../transport/transport.ts';

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

  /** The same transport, with its exchanges counted. */
  counting(transport: Transport): Transport {
    const end = () => {
      this.#underWay -= 1;
    };
    return {
      exchange: (endpoint, question, limits) => {
        this.#underWay += 1;
        const answer = transport.exchange(endpoint, question, limits);
        // Beside whoever waits for the answer; rejections are theirs.
        answer.then(end, end);
        return answer;
      },
      close: () => transport.close(),
    };
  }
}
