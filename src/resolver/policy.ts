/**
 * The numbers of caching and endurance, in one place. Each is a default that holds for a public
 * resolver; whoever makes a resolver may set any of them.
 */
export interface Policy {
  /** Relative TTLs of 1 s up to this are raised to it, in seconds. */
  readonly minTtlSeconds: number;
  /** Longer TTLs are cut to this, in seconds: a mistake in a record should not outlive a day. */
  readonly maxTtlSeconds: number;
  /** How long "no such handle" and "no such values" are believed, in milliseconds; 0 is never. */
  readonly notFoundMs: number;
  /** How long a first failure is remembered, in milliseconds (RFC 9520); each further one doubles it. */
  readonly failureFirstMs: number;
  /** The longest a failure is remembered, in milliseconds. */
  readonly failureMaxMs: number;
  /** How long values may be served after they expired, when no fresh ones come, in milliseconds (RFC 8767). */
  readonly staleMs: number;
  /** How long a visitor waits for fresh values when there are stale ones, in milliseconds. */
  readonly staleAfterMs: number;
  /** How often fresh values are tried for while stale ones are served, in milliseconds. */
  readonly staleRecheckMs: number;
  /** In the last part of its life, a value that is asked for is fetched ahead; a share of the TTL. */
  readonly prefetchShare: number;
  /** How often a value must have been asked for to be fetched ahead. */
  readonly prefetchUses: number;
  /** Of the requests past the cache for one handle, one in this time goes to the servers, in milliseconds. */
  readonly authoritativeEveryMs: number;
  /** Handles of one service not known yet that may be asked for at once. */
  readonly newNamesPerService: number;
  /** Exchanges with servers under way at once. */
  readonly maxExchangesAtOnce: number;
  /** Whether a primary site is asked too when a mirror says that there is no such handle. */
  readonly confirmNotFound: boolean;

  /** What an exchange with a server nobody knows yet is thought to take, in milliseconds. */
  readonly firstTimeoutMs: number;
  /** The least that a server is waited for before the request is repeated, in milliseconds. */
  readonly minTimeoutMs: number;
  /** Of the questions to a service, the share that tries another than the best server. */
  readonly exploreShare: number;
  /** Failures in a row after which a server is left alone for a while. */
  readonly ejectAfter: number;
  /** For how long at first, in milliseconds; each further time doubles it. */
  readonly ejectFirstMs: number;
  /** For how long at most, in milliseconds. */
  readonly ejectMaxMs: number;
  /** While anything waits for a service that is down, one probe in this time, in milliseconds. */
  readonly probeEveryMs: number;
  /** The share of exchanges that may be doubled because the first is slow. */
  readonly hedgeShare: number;
  /** How long the first address family may be silent before the other is tried too, in milliseconds (RFC 8305). */
  readonly raceAfterMs: number;
}

/** Gathered from what DNS resolvers and proxies do: RFC 8767, RFC 9520, RFC 8305, Unbound, Envoy. */
export const DEFAULT_POLICY: Policy = {
  minTtlSeconds: 5,
  maxTtlSeconds: 86_400,
  notFoundMs: 60_000,
  failureFirstMs: 5_000,
  failureMaxMs: 300_000,
  staleMs: 86_400_000,
  staleAfterMs: 1_800,
  staleRecheckMs: 30_000,
  prefetchShare: 0.1,
  prefetchUses: 2,
  authoritativeEveryMs: 2_000,
  newNamesPerService: 1_024,
  maxExchangesAtOnce: 2_048,
  confirmNotFound: false,

  firstTimeoutMs: 376,
  minTimeoutMs: 50,
  exploreShare: 0.02,
  ejectAfter: 3,
  ejectFirstMs: 10_000,
  ejectMaxMs: 300_000,
  probeEveryMs: 25_000,
  hedgeShare: 0.05,
  raceAfterMs: 250,
};
