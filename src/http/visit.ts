import type { IncomingMessage } from 'node:http';
import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Budget } from '../resolver/budget.ts';
import type { CacheUse } from '../resolver/resolution.ts';
import type { Leave } from './overload.ts';
import type { Route } from './route.ts';

/** One request and what became known of it on its way. */
export interface Visit {
  readonly incoming: IncomingMessage;
  /** The target of the request line, as raw as it came. */
  readonly target: string;
  readonly route: Route;
  /** Of whoever asks, behind the proxies that are trusted. Made on demand: most answers need none. */
  readonly clientAddress: () => string;
  /** Whether the request comes from a proxy in front that is believed. */
  readonly isFromTrustedProxy: () => boolean;
  /** Whether the server is about to stop. */
  readonly draining: boolean;
  /** Aborted when the visitor goes away. Made on demand: most answers need none. */
  readonly signal: () => AbortSignal;
  /** What everything done for this request may cost; undefined until somebody has to be asked. */
  budget?: Budget;
  /** Gives up its place among the requests that wait for others; undefined before it has one. */
  leave?: Leave | undefined;
  /** Whether it asked for such a place and there was none. */
  isShed?: boolean;
  handle?: Handle;
  /** The one whose record it is, behind aliases. */
  canonicalHandle?: Handle;
  /** Of the handle protocol, in which a native message came. */
  messageVersion?: string;
  /** The handle protocol's response code behind the answer. */
  responseCode?: number;
  cache?: CacheUse;
  /** Of the answer, where it is known. Made on demand: few logs have it. */
  bodyBytes?: () => number | undefined;
  /** What was exchanged with servers on behalf of this visitor. */
  exchanges?: ExchangeEvent[];
  /** When each of these ended; this and what follows is on the clock's `elapsed` scale. */
  exchangeEnds?: number[];
  /** When servers were asked first, and when that was done. */
  askedAt?: number;
  resolvedAt?: number;
}

/** What Hono's handlers get as `c.env`. */
export interface HttpEnv {
  Bindings: { readonly visit: Visit };
}
