import type { IncomingMessage } from 'node:http';
import type { Handle } from '../handle/handle.ts';
import type { Route } from './route.ts';

/** One request and what became known of it on its way. */
export interface Visit {
  readonly incoming: IncomingMessage;
  /** The target of the request line, as raw as it came. */
  readonly target: string;
  readonly route: Route;
  /** Whether the server is about to stop. */
  readonly draining: boolean;
  /** Aborted when the visitor goes away. Made on demand: most answers need none. */
  readonly signal: () => AbortSignal;
  handle?: Handle;
  /** The handle protocol's response code behind the answer. */
  responseCode?: number;
  cache?: 'hit' | 'miss';
}

/** What Hono's handlers get as `c.env`. */
export interface HttpEnv {
  Bindings: { readonly visit: Visit };
}
