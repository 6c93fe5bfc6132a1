import type { HandleReport, PurgeTarget } from '../resolver/cache-report.ts';
import type { WayReport } from '../resolver/way-table.ts';
import type { Clock } from '../system.ts';
import type { SeenServer } from '../telemetry/server-table.ts';

/** What is known of a way to a handle server. */
export interface OperatedWay extends WayReport {
  readonly seen?: SeenServer | undefined;
  /** Which of several workers knows it. */
  readonly worker?: number;
}

/** What the listener shows and changes: this process, or all workers together. */
export interface AdminParts {
  readonly inspect: (handle: string) => HandleReport | Promise<HandleReport>;
  readonly purge: (target: PurgeTarget) => unknown;
  readonly ways: () => readonly OperatedWay[] | Promise<readonly OperatedWay[]>;
  readonly metrics: {
    readonly contentType: string;
    /** In the text format of Prometheus. */
    text(): Promise<string>;
  };
  readonly clock: Clock;
  /** The settings that hold, without secrets. */
  readonly settings: () => object;
  /** Whether requests are taken. */
  readonly ready: () => boolean;
  /** Told of each change that somebody makes. */
  readonly onPurge: (what: string) => void;
}
