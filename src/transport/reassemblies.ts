import { Reassembly } from '../protocol/datagrams.ts';
import { MAX_REASSEMBLIES } from './limits.ts';

/**
 * The fragments of one answer. Those that announce different lengths are kept apart, so that a forged
 * one does not keep the true ones out.
 */
export class Reassemblies {
  readonly #byLength = new Map<number, Reassembly>();

  /** Whether fragments of several answers have come: somebody meddles. */
  get disagree(): boolean {
    return this.#byLength.size > 1;
  }

  /** @returns the answer when this was its last fragment; undefined also for what is no fragment */
  add(datagram: Buffer, messageLength: number): Uint8Array | undefined {
    const known = this.#byLength.get(messageLength);
    if (known === undefined && this.#byLength.size >= MAX_REASSEMBLIES) return undefined;
    const reassembly = known ?? new Reassembly();
    try {
      const complete = reassembly.add(datagram);
      this.#byLength.set(messageLength, reassembly);
      return complete;
    } catch {
      return undefined;
    }
  }

  clear(): void {
    this.#byLength.clear();
  }
}
