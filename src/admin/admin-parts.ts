import type { Resolver } from '../resolver/resolver.ts';
import type { Clock } from '../system.ts';
import type { Metrics } from '../telemetry/metrics/metrics.ts';
import type { SeenServer } from '../telemetry/server-table.ts';

/** What the listener shows and changes. */
export interface AdminParts {
  readonly resolver: Pick<Resolver, 'inspect' | 'purge' | 'ways'>;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
  readonly clock: Clock;
  /** What was seen of a way to a handle server: protocol, address and port with spaces between. */
  readonly seen: (way: string) => SeenServer | undefined;
  /** The settings that hold, without secrets. */
  readonly settings: () => object;
  /** Whether this copy takes requests. */
  readonly ready: () => boolean;
  /** Told of each change that somebody makes. */
  readonly onPurge: (what: string) => void;
}
