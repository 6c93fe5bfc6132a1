import { clientNetwork } from '../handle/client-network.ts';

export interface OverloadOptions {
  /** Requests that may wait for handle servers at a time. */
  readonly maxRequests: number;
  /** Of these, from one client network. */
  readonly maxRequestsPerClient: number;
}

/** Ends a wait. */
export type Leave = () => void;

/** IPv4 and IPv6 of this machine as {@link clientNetwork} writes them. */
const LOOPBACK = /^(?:127\.|::1$)/;

/**
 * Counts the requests that wait for handle servers, in all and by client network, and lets no more
 * in than there is room for: who comes too late should hear so at once, and not slow down those who
 * wait already. What the cache can answer never waits and is never counted.
 */
export class Overload {
  readonly #options: OverloadOptions;
  #waiting = 0;
  /** Only of networks that wait, so it is never longer than `maxRequests`. */
  readonly #byNetwork = new Map<string, number>();

  constructor(options: OverloadOptions) {
    this.#options = options;
  }

  /** How many wait at this moment. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * @param clientAddress behind trusted proxies; loopback belongs to no client network
   * @returns to be called once when the wait is over; undefined when there is no room
   */
  enter(clientAddress: string): Leave | undefined {
    if (this.#waiting >= this.#options.maxRequests) return undefined;
    if (LOOPBACK.test(clientAddress)) {
      this.#waiting += 1;
      return () => {
        this.#waiting -= 1;
      };
    }
    const network = clientNetwork(clientAddress);
    const ofNetwork = this.#byNetwork.get(network) ?? 0;
    if (ofNetwork >= this.#options.maxRequestsPerClient) return undefined;
    this.#waiting += 1;
    this.#byNetwork.set(network, ofNetwork + 1);
    return () => {
      this.#waiting -= 1;
      const left = (this.#byNetwork.get(network) ?? 1) - 1;
      if (left === 0) this.#byNetwork.delete(network);
      else this.#byNetwork.set(network, left);
    };
  }
}
