/**
 * Everything that can be observed, by name. The rooms report here and know nothing of logs, metrics
 * or traces; those are sinks behind this interface.
 */
export interface Observer {
  /** One exchange with one server has ended, well or badly. */
  exchange?(event: ExchangeEvent): void;
  /** Something odd that an operator may want to know; the request goes on without it. */
  warning?(event: WarningEvent): void;
  /** A cache in common with other copies was asked or told something, or was passed by. */
  sharedCache?(event: SharedCacheEvent): void;
  /** The global registry has told its own records anew. */
  bootstrap?(event: BootstrapEvent): void;
  /** What the cache holds was kept for the next start, or taken over from the last one. */
  snapshot?(event: SnapshotEvent): void;
  /** Something happened that was meant to, and that nobody sees otherwise. */
  notice?(event: WarningEvent): void;
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

export interface SharedCacheEvent {
  /** `rate`: telling what was let in of client networks, and hearing what all together have let in. */
  readonly operation: 'get' | 'store' | 'remove' | 'rate';
  /** `passed-by` when it was out of reach or overloaded, so that nothing was sent. */
  readonly outcome: 'hit' | 'miss' | 'done' | 'error' | 'passed-by';
  readonly milliseconds: number;
}

export interface BootstrapEvent {
  /** Whether they are others than those that were in use. */
  readonly changed: boolean;
  /** How many sites the registry has. */
  readonly sites: number;
  /** When it was asked, in milliseconds since 1970. */
  readonly lastUpdate: number;
}

export interface SnapshotEvent {
  readonly operation: 'read' | 'written';
  /** How many were taken over, or written. */
  readonly entries: number;
  /** The length of the file. */
  readonly bytes: number;
  /** Whether nothing had to be left out: for want of memory or time, or because of a purge. */
  readonly isWhole: boolean;
  readonly milliseconds: number;
}

/** On the `elapsed` scale of the clock, in milliseconds. */
export interface TimeSpan {
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface EndedExchange {
  readonly event: ExchangeEvent;
  /** On the `elapsed` scale of the clock, in milliseconds. */
  readonly endedAt: number;
}

export interface RequestEvent {
  readonly method: string;
  /** The request's target as it came, path and query. */
  readonly target: string;
  /** `1.1` or `1.0`. */
  readonly httpVersion: string;
  /** How it reached this process; a proxy in front may have ended TLS. */
  readonly scheme: 'http' | 'https';
  /** The way in: pages and redirects, the JSON API, or a message of the handle protocol. */
  readonly way: 'web' | 'api' | 'native';
  /** Of the answer; 499 when the client went away before there was one. */
  readonly status: number;
  readonly milliseconds: number;
  readonly clientAddress: string;
  /** The handle the request was about, when it was about one. */
  readonly handle?: string | undefined;
  /** The one whose record answered, behind aliases; where somebody was asked. */
  readonly canonicalHandle?: string | undefined;
  /** Of the handle protocol, for a native message: `2.10`. */
  readonly messageVersion?: string | undefined;
  /** The handle protocol's response code behind the answer. */
  readonly responseCode?: number | undefined;
  /** How the cache took part. */
  readonly cache?: 'hit' | 'miss' | 'stale' | 'local' | undefined;
  /** Whether it was turned away because too many were waiting. */
  readonly isShed?: boolean | undefined;
  /** Bytes of the body as it was sent, where that is known. */
  readonly bodyBytes?: number | undefined;
  /** How long the answer waited for handle servers, where it did. */
  readonly resolution?: TimeSpan | undefined;
  /** What was exchanged with them on its behalf, in the order in which it ended. */
  readonly exchanges?: readonly EndedExchange[] | undefined;
  /** The trace it belongs to (W3C Trace Context), where a trusted proxy says so. */
  readonly traceParent?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly referer?: string | undefined;
}
