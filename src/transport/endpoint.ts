import type { UpstreamProtocol } from '../events.ts';

/** One door of one server, as the site record describes it. */
export interface Endpoint {
  readonly protocol: UpstreamProtocol;
  /** An IP literal without brackets; names are looked up before, never here. */
  readonly address: string;
  readonly port: number;
  /** The name for the Host header and for TLS (the site's `domain` attribute). */
  readonly host?: string;
  /** Where the HTTP tunnel lives (the site's `path` attribute). */
  readonly path?: string;
}
