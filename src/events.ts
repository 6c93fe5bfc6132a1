/**
 * Everything that can be observed, by name. The rooms report here and know nothing of logs, metrics
 * or traces; those are sinks behind this interface.
 */
export interface Observer {
  /** One exchange with one server has ended, well or badly. */
  exchange?(event: ExchangeEvent): void;
  /** Something odd that an operator may want to know; the request goes on without it. */
  warning?(event: WarningEvent): void;
  /** The global registry has told its own records anew. */
  bootstrap?(event: BootstrapEvent): void;
  /** A response to an HTTP request has been sent. */
  request?(event: RequestEvent): void;
}

/** The ways to reach a handle server. */
export type UpstreamProtocol = 'udp' | 'tcp' | 'http' | 'https';

export interface ExchangeEvent {
  /** The handle that was asked for. */
  readonly handle: string;
  /** Why it was asked: to find a service, for the record itself, or for the registry's own records. */
  readonly purpose: 'prefix' | 'service' | 'record' | 'site-info';
  readonly protocol: UpstreamProtocol;
  readonly address: string;
  readonly port: number;
  /** Who was asked, for people: the site's `desc` attribute where it has one. */
  readonly site?: string;
  readonly milliseconds: number;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** Bytes of the answer, 0 when none came. */
  readonly bytes: number;
  /** The answer's code, when there was an answer that could be read. */
  readonly responseCode?: number;
  /** What went wrong, as the transport's error code, when there was no usable answer. */
  readonly error?: string;
  /** Whether the answer's signature was asked for and verified, and with which digest. */
  readonly signature?: 'SHA-256' | 'SHA-1';
  /** The kind of key that made it. */
  readonly signatureKey?: 'RSA' | 'DSA';
}

export interface WarningEvent {
  /** Stable and greppable: `bad-site-record`, `alias-loop`, … */
  readonly name: string;
  readonly handle?: string;
  readonly message: string;
}

export interface BootstrapEvent {
  /** Whether they are others than those that were in use. */
  readonly changed: boolean;
  /** How many sites the registry has. */
  readonly sites: number;
  /** When it was asked, in milliseconds since 1970. */
  readonly lastUpdate: number;
}

export interface RequestEvent {
  readonly method: string;
  /** The request's target as it came, path and query. */
  readonly target: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly clientAddress: string;
  /** The handle the request was about, when it was about one. */
  readonly handle?: string;
  /** The handle protocol's response code behind the answer. */
  readonly responseCode?: number;
  /** How the cache took part. */
  readonly cache?: 'hit' | 'miss' | 'stale' | 'local';
  readonly userAgent?: string;
  readonly referer?: string;
}
