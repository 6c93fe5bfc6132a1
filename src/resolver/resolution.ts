import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import type { Cancellation } from '../transport/cancellation.ts';
import type { Budget } from './budget.ts';

/** What may be said about a request besides the handle. */
export interface ResolveOptions {
  /** Only values of these types; `URL.` stands for `URL` and all below it. */
  readonly types?: readonly string[];
  /** Only values with these indexes; with `types`, the union of both. */
  readonly indexes?: readonly number[];
  /** Ask a primary site, whatever the cache holds. @default false */
  readonly authoritative?: boolean;
  /** Accept only an answer whose signature leads back to the bootstrap's keys. @default false */
  readonly certified?: boolean;
  /** Show a record with an HS_ALIAS value as it is. @default false */
  readonly ignoreAliases?: boolean;
  /** Ask for publicly readable values only; otherwise a restricted value is an outcome. @default true */
  readonly publicOnly?: boolean;
  /** Of `Resolver.budget`, to share one among several look-ups. @default one of its own */
  readonly budget?: Budget;
  /** Stops the waiting (not the work that others wait for too); `resolve` then rejects. */
  readonly signal?: Cancellation;
  /** Is told of every exchange made for this request, also of those another request began. */
  readonly trace?: (event: ExchangeEvent) => void;
}

/** What may be said about the look-ups that verifying a record takes. */
export type VerifyOptions = Pick<ResolveOptions, 'budget' | 'signal' | 'trace'>;

/** What became of a request. */
export type Resolution =
  | Found
  | HandleNotFound
  | ValuesNotFound
  | PrefixNotFound
  | AliasFailure
  | Restricted
  | UpstreamFailure;

/**
 * How the cache took part: `hit` when nobody had to be asked, `stale` when nobody gave fresh values.
 * `local`: the operator's overrides say so, and neither servers nor cache have a say.
 */
export type CacheUse = 'hit' | 'miss' | 'stale' | 'local';

/** What every outcome tells of its handle. */
export interface Asked {
  /** What was asked for. */
  readonly asked: Handle;
  /** What the outcome is about: the last handle of the alias chain. */
  readonly handle: Handle;
  /** The handles passed on the way, `asked` first; empty when no alias was met. */
  readonly aliases: readonly Handle[];
}

/** The record was found, and it has values that were asked for. */
export interface Found extends Asked {
  readonly outcome: 'found';
  /** In the server's order, which is not that of the indexes; at least one. */
  readonly values: readonly HandleValue[];
  /** The earliest expiry of what was used, in milliseconds since 1970; past when it is stale. */
  readonly freshUntil: number;
  readonly cache: CacheUse;
  /** Whether this very answer came from a primary site. */
  readonly authoritative: boolean;
  /** Whether every answer on the way to the values was signed and verified, or the operator's own. */
  readonly certified: boolean;
  /** What the prefix says about its handles, then what the registry says; innermost first. */
  readonly namespaces: NamespaceChain;
}

/** The handle's service knows no such handle. */
export interface HandleNotFound extends Asked {
  readonly outcome: 'handle-not-found';
  readonly responseCode: 100;
  readonly cache: CacheUse;
  readonly message: string;
  readonly namespaces: NamespaceChain;
}

/** The handle exists, but none of the values asked for. */
export interface ValuesNotFound extends Asked {
  readonly outcome: 'values-not-found';
  readonly responseCode: 200;
  readonly cache: CacheUse;
  readonly message: string;
  readonly namespaces: NamespaceChain;
}

/** The registry knows no service for the handle's prefix. */
export interface PrefixNotFound extends Asked {
  readonly outcome: 'prefix-not-found';
  readonly prefix: string;
  readonly cache: CacheUse;
  readonly message: string;
  /** What the prefix, if it is one without a service, and the registry say; innermost first. */
  readonly namespaces: NamespaceChain;
}

/** An alias leads nowhere; `handle` is where it ended. */
export interface AliasFailure extends Asked {
  readonly outcome: 'alias-loop' | 'alias-chain-too-long' | 'alias-dangling';
  readonly message: string;
}

/** Only an administrator may read what was asked for. */
export interface Restricted extends Asked {
  readonly outcome: 'restricted';
  readonly responseCode: 401 | 402;
  readonly message: string;
}

/** It could not be found out. */
export interface UpstreamFailure extends Asked {
  readonly outcome: FailureOutcome;
  /** The answer's code when it was an answer that failed us. */
  readonly responseCode?: number;
  readonly message: string;
  /** When it may be worth asking again, in seconds. */
  readonly retryAfterSeconds?: number;
}

export type FailureOutcome =
  /** Nobody answered in time. */
  | 'timeout'
  /** Nobody could be reached at all. */
  | 'unreachable'
  /** Servers are too busy or in backup. */
  | 'busy'
  /** Servers answered what is no use. */
  | 'bad-answer'
  /** Answers were not signed as they had to be. */
  | 'bad-signature'
  /** HS_SERV values lead in a circle. */
  | 'service-loop'
  /** Servers refer to each other in a circle, or too often. */
  | 'referral-loop'
  /** The request used up its exchanges. */
  | 'too-many-exchanges';
