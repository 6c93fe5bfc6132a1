import type { IncomingMessage } from 'node:http';
import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Budget } from '../resolver/budget.ts';
import type { CacheUse, Resolution } from '../resolver/resolution.ts';
import { type Cancellation, Canceller } from '../transport/cancellation.ts';
import type { Leave } from './overload.ts';
import type { Route } from './route.ts';

/** What is told of clients by the connection and the proxies in front. */
export interface ClientClues {
  /** Whom a request comes from, that came from this peer. */
  clientOf(peer: string, incoming: IncomingMessage): string;
  /** Whether the peer is one of the proxies that are believed. */
  isTrusted(peer: string): boolean;
}

/** One request and what became known of it on its way. */
export class Visit {
  readonly incoming: IncomingMessage;
  /** The target of the request line, as raw as it came. */
  readonly target: string;
  readonly route: Route;
  /** Whether the server is about to stop. */
  readonly draining: boolean;
  readonly #peer: string;
  readonly #clues: ClientClues;
  #isGone = false;
  #canceller: Canceller | undefined;
  /** What everything done for this request may cost; undefined until somebody has to be asked. */
  budget: Budget | undefined = undefined;
  /** Gives up its place among the requests that wait for others; undefined before it has one. */
  leave: Leave | undefined = undefined;
  /** Whether it asked for such a place and there was none. */
  isShed: boolean | undefined = undefined;
  handle: Handle | undefined = undefined;
  /** The one whose record it is, behind aliases. */
  canonicalHandle: Handle | undefined = undefined;
  /** Of the handle protocol, in which a native message came. */
  messageVersion: string | undefined = undefined;
  /** The handle protocol's response code behind the answer. */
  responseCode: number | undefined = undefined;
  cache: CacheUse | undefined = undefined;
  /** Of the answer, where it is known. Made on demand: few logs have it. */
  bodyBytes: (() => number | undefined) | undefined = undefined;
  /** What came of its handle, where that was asked for before the straight way was taken. */
  resolution: Resolution | undefined = undefined;
  /** What was exchanged with servers on behalf of this visitor. */
  exchanges: ExchangeEvent[] | undefined = undefined;
  /** When each of these ended; this and what follows is on the clock's `elapsed` scale. */
  exchangeEnds: number[] | undefined = undefined;
  /** When servers were asked first, and when that was done. */
  askedAt: number | undefined = undefined;
  resolvedAt: number | undefined = undefined;

  constructor(
    { incoming, target, draining }: Pick<Visit, 'incoming' | 'target' | 'draining'>,
    route: Route,
    clues: ClientClues,
  ) {
    this.incoming = incoming;
    this.target = target;
    this.draining = draining;
    this.route = route;
    this.#clues = clues;
    // Taken now: once the connection is gone, nobody knows it any more.
    this.#peer = incoming.socket.remoteAddress ?? '';
  }

  /** Of whoever asks, behind the proxies that are trusted. */
  clientAddress(): string {
    return this.#clues.clientOf(this.#peer, this.incoming);
  }

  /** Whether the request comes from a proxy in front that is believed. */
  isFromTrustedProxy(): boolean {
    return this.#clues.isTrusted(this.#peer);
  }

  /** Aborted when the visitor goes away. */
  signal(): Cancellation {
    if (this.#canceller === undefined) {
      this.#canceller = new Canceller();
      if (this.#isGone) this.#canceller.abort();
    }
    return this.#canceller;
  }

  /** Whether nobody waits for the answer any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** The connection ended before the answer did. */
  goAway(): void {
    this.#isGone = true;
    this.#canceller?.abort();
  }
}

/** What Hono's handlers get as `c.env`. */
export interface HttpEnv {
  Bindings: { readonly visit: Visit };
}
