import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';

/** Those who answer for a prefix. */
export interface Service {
  /** For people: `the service of prefix 20.500.1`. */
  readonly name: string;
  /** Whether it is the global registry, which the bootstrap describes. */
  readonly isRoot: boolean;
  readonly sites: readonly Site[];
  /** What the prefix says about its handles, then what the registry says; innermost first. */
  readonly namespaces: NamespaceChain;
  /** The values that the prefix's own namespace was parsed from. */
  readonly namespaceValues: readonly HandleValue[];
  /** Of their data. */
  readonly namespaceBytes: number;
  /** When it was looked up, in milliseconds since 1970; 0 for what nobody had to be asked for. */
  readonly receivedAt: number;
  /** Until when it may be used without asking again, in milliseconds since 1970. */
  readonly freshUntil: number;
  /** Whether it has to find records itself, and may not refer to others. @default false */
  readonly mustAnswer?: boolean;
  /** When it was looked up for no other reason than that it seemed wrong; in the same milliseconds. */
  readonly recheckedAt?: number;
}
