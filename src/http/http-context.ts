import type { Resolver } from '../resolver/resolver.ts';
import type { Clock } from '../system.ts';
import type { Pages } from './pages.ts';
import type { PublicAddress } from './public-address.ts';

/** What the handlers share. */
export interface HttpContext {
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly pages: Pages;
  /** Seconds; the longest an answer may be kept by HTTP caches. */
  readonly httpMaxAge: number;
  readonly address: PublicAddress;
}
