import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';

/** Those who answer for a prefix. */
export interface Service {
  /** For people: `the service of prefix 20.500.1`. */
  readonly name: string;
  /** Whether it is the global registry, which the bootstrap describes. */
  readonly isRoot: boolean;
  readonly sites: readonly Site[];
  /** What the prefix says about its handles, then what those above it say; innermost first. */
  readonly namespaces: readonly Namespace[];
  /** Until when it may be used without asking again, in milliseconds since 1970. */
  readonly freshUntil: number;
  /** When it was looked up for no other reason than that it seemed wrong; in the same milliseconds. */
  readonly recheckedAt?: number;
}

/** The HS_NAMESPACE values of one record; the lowest index that can be read counts. */
export interface Namespace {
  readonly handle: Handle;
  /** By index, the lowest first; at least one. */
  readonly values: readonly HandleValue[];
}
