import type { Reference } from './reference.ts';

/** The number in {@link HandleValue.ttlType} that says how {@link HandleValue.ttl} is meant. */
export const TtlType = {
  /** Seconds from the time the value was received. */
  relative: 0,
  /** Seconds since 1970: the value expires at that instant. */
  absolute: 1,
} as const;

/** The TTL a value has when its publisher names none, in seconds. */
export const DEFAULT_TTL_SECONDS = 86_400;

/** One typed value of a record. */
export interface HandleValue {
  /** Signed 32 bits; positive in practice and unique inside a record. */
  readonly index: number;
  /** Time of the last change, in seconds since 1970 (unsigned 32 bits); 0 when unknown. */
  readonly timestamp: number;
  /** One of {@link TtlType}; other numbers are kept as they came. */
  readonly ttlType: number;
  /** Unsigned 32 bits; seconds, in the sense of `ttlType`. */
  readonly ttl: number;
  /** Bits of `Permission`; unknown bits are kept as they came. */
  readonly permissions: number;
  readonly type: string;
  readonly data: Uint8Array;
  readonly references: readonly Reference[];
}
