import type { NamespaceChain } from '../namespace/namespace-chain.ts';

/** What the prefix of a handle says about it, and how long that is as text, in bytes. */
export interface PrefixWords {
  readonly namespaces: NamespaceChain;
  readonly namespaceBytes: number;
}
