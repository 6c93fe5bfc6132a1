import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { decodeText } from '../protocol/text.ts';
import type { Failure } from './failure.ts';
import type { CacheUse } from './resolution.ts';

/** Values of one record, as a server gave them or as they were cached. */
export interface RecordAnswer {
  readonly kind: 'values';
  readonly values: readonly HandleValue[];
  /** Until when each value may be used, in milliseconds since 1970; in the past when it is stale. */
  readonly expiries: readonly number[];
  /** When the server's answer came, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** Whether a primary site gave it. */
  readonly authoritative: boolean;
  /** Whether its signature was verified. */
  readonly certified: boolean;
  readonly cache: CacheUse;
  /** What the handle's prefix says about its handles. */
  readonly namespaces: NamespaceChain;
}

/** The service knows no such handle, or no such values. */
export interface NothingFound {
  readonly kind: 'handle-not-found' | 'values-not-found';
  readonly message: string;
  readonly cache: CacheUse;
  readonly namespaces: NamespaceChain;
}

/** The registry knows no service for the handle's prefix. */
export interface NoSuchPrefix {
  readonly kind: 'prefix-not-found';
  readonly prefix: string;
  readonly message: string;
  /** What is said about it, or about all prefixes. */
  readonly namespaces: NamespaceChain;
  readonly cache: CacheUse;
}

/** What became of the look-up of one record, aliases not followed. */
export type RecordResult =
  | RecordAnswer
  | NothingFound
  | NoSuchPrefix
  | { readonly kind: 'restricted'; readonly responseCode: 401 | 402; readonly message: string }
  | Failure;

export function handleNotFound(
  handle: Handle,
  namespaces: NamespaceChain,
  cache: CacheUse,
): NothingFound {
  return {
    kind: 'handle-not-found',
    message: `there is no handle ${handle}`,
    cache,
    namespaces,
  };
}

export function valuesNotFound(
  handle: Handle,
  namespaces: NamespaceChain,
  cache: CacheUse,
): NothingFound {
  return {
    kind: 'values-not-found',
    message: `${handle} has no such values`,
    cache,
    namespaces,
  };
}

/** Where the first HS_ALIAS value (or one of a type below it) stands; -1 when there is none. */
export function aliasPosition(values: readonly HandleValue[]): number {
  return values.findIndex((value) => hasType(value.type, ValueType.alias));
}

/** The handle that an HS_ALIAS value names. */
export function aliasTarget(value: HandleValue): Handle {
  return decodeText(value.data);
}
