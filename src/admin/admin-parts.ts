import type { Resolver } from '../resolver/resolver.ts';
import type { Metrics } from '../telemetry/metrics/metrics.ts';
import type { ServerReport } from '../telemetry/server-table.ts';

/** What the listener shows and changes. */
export interface AdminParts {
  readonly resolver: Pick<Resolver, 'inspect' | 'purge'>;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
  readonly servers: () => readonly ServerReport[];
  /** The settings that hold, without secrets. */
  readonly settings: () => object;
  /** Whether this copy takes requests. */
  readonly ready: () => boolean;
  /** Told of each change that somebody makes. */
  readonly onPurge: (what: string) => void;
}
