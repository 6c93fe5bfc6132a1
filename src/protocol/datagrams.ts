import { decodeEnvelope, ENVELOPE_BYTES, type Envelope, markTruncated } from './envelope.ts';
import { ProtocolError } from './errors.ts';
import { MAX_DATAGRAM_BYTES } from './limits.ts';
import { bufferOver } from './text.ts';

/** Bytes of a message that one datagram carries beside its envelope. */
export const FRAGMENT_BYTES = MAX_DATAGRAM_BYTES - ENVELOPE_BYTES;

const SEQUENCE_NUMBER_OFFSET = 12;

/**
 * Cuts a message into datagrams of at most 512 bytes (RFC 3652 section 2.3, as deployed: every
 * envelope tells the length of the whole message). One that fits is returned as it is.
 *
 * @param truncated whether to mark fragments as such, as servers need it of clients; a message that
 * fits into one datagram is never marked, since a server would wait for more
 */
export function splitDatagrams(
  message: Uint8Array,
  { truncated }: { readonly truncated: boolean },
): Uint8Array[] {
  const bodyLength = message.length - ENVELOPE_BYTES;
  if (bodyLength <= FRAGMENT_BYTES) return [message];
  const count = fragmentCount(bodyLength);
  const all = Buffer.allocUnsafe(bodyLength + count * ENVELOPE_BYTES);
  const datagrams: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = index * MAX_DATAGRAM_BYTES;
    const end = Math.min(start + MAX_DATAGRAM_BYTES, all.length);
    const datagram = new Uint8Array(all.buffer, all.byteOffset + start, end - start);
    datagram.set(message.subarray(0, ENVELOPE_BYTES));
    markTruncated(datagram, truncated);
    all.writeUInt32BE(index, start + SEQUENCE_NUMBER_OFFSET);
    const from = ENVELOPE_BYTES + index * FRAGMENT_BYTES;
    datagram.set(message.subarray(from, from + datagram.length - ENVELOPE_BYTES), ENVELOPE_BYTES);
    datagrams.push(datagram);
  }
  return datagrams;
}

/**
 * Puts one message together from datagrams in any order.
 *
 * Nothing is reserved on the word of a fragment: until the message is complete only the datagrams
 * that came are held, at most 533 of them (the cap on a message, in fragments).
 */
export class Reassembly {
  #first: Envelope | undefined;
  readonly #fragments = new Map<number, Uint8Array>();
  #complete = false;

  /** How many different fragments have come. */
  get received(): number {
    return this.#fragments.size;
  }

  /** How many fragments the message has; undefined before the first one. */
  get expected(): number | undefined {
    return this.#first && fragmentCount(this.#first.messageLength);
  }

  /**
   * Takes a datagram in. Fragments are known by the length they announce, whether marked as
   * truncated or not; one that came before is ignored.
   *
   * @param datagram is kept as it is: nobody else may write into it
   * @returns envelope and message as if sent in one piece, once, with the datagram that completes
   * it; a message that came in one piece is returned as it is, without copying
   * @throws ProtocolError `fragment` for what cannot belong to the message (another request id or
   * total length, an impossible sequence number or size), and what `decodeEnvelope` throws; what
   * came before stays usable
   */
  add(datagram: Uint8Array): Uint8Array | undefined {
    const envelope = decodeEnvelope(datagram);
    const first = this.#first ?? envelope;
    if (envelope.requestId !== first.requestId) throw misfit('another request id', 8);
    if (envelope.messageLength !== first.messageLength) throw misfit('another total length', 16);
    const { sequenceNumber, messageLength } = envelope;
    const count = fragmentCount(messageLength);
    const length = datagram.length - ENVELOPE_BYTES;
    // Whole messages in datagrams larger than the protocol's are harmless.
    const whole = sequenceNumber === 0 && length === messageLength;
    if (!whole && (sequenceNumber >= count || length !== fragmentLength(envelope))) {
      throw misfit('a fragment of impossible number or size', SEQUENCE_NUMBER_OFFSET);
    }
    this.#first = first;
    if (this.#complete || this.#fragments.has(sequenceNumber)) return undefined;
    this.#fragments.set(sequenceNumber, datagram);
    if (!whole && this.#fragments.size < count) return undefined;
    this.#complete = true;
    return whole ? datagram : this.#join(messageLength);
  }

  #join(messageLength: number): Uint8Array {
    const buffer = Buffer.allocUnsafeSlow(ENVELOPE_BYTES + messageLength);
    const message = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    for (const [sequenceNumber, datagram] of this.#fragments) {
      if (sequenceNumber === 0) bufferOver(datagram).copy(buffer, 0, 0, ENVELOPE_BYTES);
      const at = ENVELOPE_BYTES + sequenceNumber * FRAGMENT_BYTES;
      message.set(datagram.subarray(ENVELOPE_BYTES), at);
    }
    markTruncated(message, false);
    return message;
  }
}

function fragmentCount(messageLength: number): number {
  return Math.max(1, Math.ceil(messageLength / FRAGMENT_BYTES));
}

function fragmentLength({ sequenceNumber, messageLength }: Envelope): number {
  return Math.min(FRAGMENT_BYTES, messageLength - sequenceNumber * FRAGMENT_BYTES);
}

function misfit(reason: string, offset: number): ProtocolError {
  return new ProtocolError('fragment', reason, { offset });
}
