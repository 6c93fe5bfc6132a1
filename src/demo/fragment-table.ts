import type { RemoteInfo } from 'node:dgram';
import { Reassembly } from '../protocol/datagrams.ts';
import { decodeEnvelope, ENVELOPE_BYTES, type Envelope } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/errors.ts';
import type { Clock } from '../system.ts';
import { MAX_REASSEMBLIES, REASSEMBLY_TIMEOUT_MS } from './limits.ts';

interface Pending {
  readonly reassembly: Reassembly;
  readonly cancelTimer: () => void;
}

/** A request that came in datagrams. */
export interface DatagramRequest {
  /** Envelope and message, or bytes that are none. */
  readonly bytes: Uint8Array;
  /** Whether the client marked it as fragmented. */
  readonly truncated: boolean;
}

/**
 * Puts fragmented requests together, by sender and request id (RFC 3652 section 2.3). What is not
 * complete in time is forgotten, and so is the oldest when too many are on their way.
 */
export class FragmentTable {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Takes a datagram in. Like deployed servers it waits for more only when the datagram is marked
   * as a fragment.
   *
   * @returns undefined while fragments are missing
   */
  add(datagram: Uint8Array, from: RemoteInfo): DatagramRequest | undefined {
    const envelope = readEnvelope(datagram);
    if (envelope === undefined) return { bytes: datagram, truncated: false };
    if (!envelope.truncated) {
      // What follows the message in its datagram is passed over.
      const bytes = datagram.subarray(0, ENVELOPE_BYTES + envelope.messageLength);
      return { bytes, truncated: false };
    }
    const bytes = this.#join(datagram, `${from.address} ${from.port} ${envelope.requestId}`);
    return bytes && { bytes, truncated: true };
  }

  clear(): void {
    for (const key of [...this.#pending.keys()]) this.#forget(key);
  }

  #join(datagram: Uint8Array, key: string): Uint8Array | undefined {
    const { reassembly } = this.#pending.get(key) ?? this.#start(key);
    try {
      const message = reassembly.add(datagram);
      if (message !== undefined) this.#forget(key);
      return message;
    } catch (error) {
      // A fragment that does not fit is somebody else's; those that do may still come.
      if (error instanceof ProtocolError) return undefined;
      throw error;
    }
  }

  #start(key: string): Pending {
    const [oldest] = this.#pending.keys();
    if (oldest !== undefined && this.#pending.size >= MAX_REASSEMBLIES) this.#forget(oldest);
    const pending = {
      reassembly: new Reassembly(),
      cancelTimer: this.#clock.after(REASSEMBLY_TIMEOUT_MS, () => this.#forget(key)),
    };
    this.#pending.set(key, pending);
    return pending;
  }

  #forget(key: string): void {
    this.#pending.get(key)?.cancelTimer();
    this.#pending.delete(key);
  }
}

function readEnvelope(datagram: Uint8Array): Envelope | undefined {
  try {
    return decodeEnvelope(datagram);
  } catch {
    return undefined;
  }
}
