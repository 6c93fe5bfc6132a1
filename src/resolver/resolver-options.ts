import type { Observer, UpstreamProtocol } from '../events.ts';
import type { Clock, Random } from '../system.ts';
import type { Transport } from '../transport/transport.ts';
import type { Bootstrap } from './bootstrap.ts';
import type { DnsLookup } from './dns-lookup.ts';
import type { FixedSites } from './fixed-services.ts';
import type { BootstrapRefresh } from './keep-fresh.ts';
import type { Overrides } from './overrides.ts';
import type { Policy } from './policy.ts';
import type { SharedCache } from './shared-cache.ts';

/** Which answers must be signed by keys that lead back to the bootstrap's. */
export type Trust =
  /** None, unless the request says so. */
  | 'off'
  /** Those that say where to ask next. */
  | 'services'
  /** All of them. */
  | 'all';

export interface ResolverOptions extends FixedSites {
  /** Not closed with the resolver: whoever made it closes it. */
  readonly transport: Transport;
  readonly bootstrap: Bootstrap;
  readonly clock: Clock;
  /** Decides between sites that are equally fast. */
  readonly random: Random;
  readonly observer?: Observer;
  /** Records that hold instead of those that servers have. @default none */
  readonly overrides?: Overrides;
  /** @default 'services' */
  readonly trust?: Trust;
  /** In the order in which they are tried. @default ['udp', 'tcp', 'http'] */
  readonly protocols?: readonly UpstreamProtocol[];
  /** For sites that give a name instead of an address. @default the operating system's */
  readonly lookup?: DnsLookup;
  /** Memory for everything cached, in bytes, estimated. @default 67108864 */
  readonly cacheMaxBytes?: number;
  /** How long one request may take, in milliseconds. @default 5000 */
  readonly deadlineMs?: number;
  /** How many exchanges with servers one request may cause. @default 32 */
  readonly maxExchanges?: number;
  /** A memory in common with other resolvers. Not closed with this one. @default none */
  readonly sharedCache?: SharedCache;
  /**
   * Asks the registry for its own records when they are old or it says that they are out of date,
   * with a timer on the clock until `close`. @default the bootstrap is used as it is
   */
  readonly refresh?: BootstrapRefresh;
  /** Numbers of caching and endurance that differ from the defaults. */
  readonly policy?: Partial<Policy>;
}
