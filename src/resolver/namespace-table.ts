import { LRUCache } from 'lru-cache';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { PARSED_XML_FACTOR } from './limits.ts';
import type { PrefixWords } from './prefix-words.ts';

/** Estimated bytes of an entry apart from what was parsed. */
const ENTRY_BYTES = 400;

/** Stands for a chain without namespaces. */
const NO_NAMESPACES_ID = 0;

const NO_NAMESPACES: NamespaceChain = [];

/**
 * Numbers for what prefixes say about their handles: thousands of records of a prefix share it, and
 * each keeps but the number. A chain that had to go takes its records with it: they cannot be read.
 */
export class NamespaceTable {
  readonly #chains: LRUCache<number, NamespaceChain>;
  readonly #ids = new WeakMap<NamespaceChain, number>();
  #lastId = NO_NAMESPACES_ID;

  constructor(maxBytes: number) {
    this.#chains = new LRUCache({ maxSize: Math.max(1, Math.floor(maxBytes)) });
  }

  get bytes(): number {
    return this.#chains.calculatedSize;
  }

  /** A chain that is gone takes what refers to it along. */
  clear(): void {
    this.#chains.clear();
  }

  idOf({ namespaces: chain, namespaceBytes }: PrefixWords): number {
    if (chain.length === 0) return NO_NAMESPACES_ID;
    const known = this.#ids.get(chain);
    if (known !== undefined && this.#chains.has(known)) return known;
    this.#lastId += 1;
    const size = ENTRY_BYTES + namespaceBytes * PARSED_XML_FACTOR;
    this.#chains.set(this.#lastId, chain, { size });
    this.#ids.set(chain, this.#lastId);
    return this.#lastId;
  }

  chainOf(id: number): NamespaceChain | undefined {
    return id === NO_NAMESPACES_ID ? NO_NAMESPACES : this.#chains.get(id);
  }
}
