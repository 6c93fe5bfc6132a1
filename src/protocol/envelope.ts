import type { ProtocolVersion } from '../handle/site.ts';
import { ProtocolError } from './errors.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** What stands before every message and before every fragment of one (RFC 3652 section 2.2.1). */
export interface Envelope {
  /** The version the message is written in. */
  readonly version: ProtocolVersion;
  /** The newest version its sender speaks; the message's own when it names none. */
  readonly suggested: ProtocolVersion;
  readonly compressed: boolean;
  readonly encrypted: boolean;
  /** Whether the sender says that this is a fragment. Deployed servers do not say so. */
  readonly truncated: boolean;
  /** Unsigned 32 bits; 0 outside sessions. */
  readonly sessionId: number;
  /** Unsigned 32 bits, chosen by the client and repeated by the server. */
  readonly requestId: number;
  /** The number of this fragment, from 0. */
  readonly sequenceNumber: number;
  /** Bytes of the whole message without envelope, in every fragment of it. */
  readonly messageLength: number;
}

/** An envelope of a message whose length is not known yet. */
export type OutgoingEnvelope = Omit<Envelope, 'messageLength'>;

export const ENVELOPE_BYTES = 20;

/** Where the message length stands in an envelope. */
export const MESSAGE_LENGTH_OFFSET = 16;

/** The request id of errors that a server could not attribute to a request. */
export const ANONYMOUS_REQUEST_ID = 0xffffffff;

/** Bits of the octet that also holds the suggested major version; RFC 3652 reserved its rest. */
const COMPRESSED = 0x80;
const ENCRYPTED = 0x40;
const TRUNCATED = 0x20;
const SUGGESTED_MAJOR = 0x1f;

/**
 * Reads the first 20 bytes.
 *
 * @throws ProtocolError `truncated`; `too-long` when it announces more than
 * {@link MAX_MESSAGE_BYTES}
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const reader = new Reader(bytes);
  const major = reader.uint8();
  const minor = reader.uint8();
  const flags = reader.uint8();
  const suggestedMinor = reader.uint8();
  const version = { major, minor };
  const suggestedMajor = flags & SUGGESTED_MAJOR;
  const envelope: Envelope = {
    version,
    suggested: suggestedMajor === 0 ? version : { major: suggestedMajor, minor: suggestedMinor },
    compressed: (flags & COMPRESSED) !== 0,
    encrypted: (flags & ENCRYPTED) !== 0,
    truncated: (flags & TRUNCATED) !== 0,
    sessionId: reader.uint32(),
    requestId: reader.uint32(),
    sequenceNumber: reader.uint32(),
    messageLength: reader.uint32(),
  };
  if (envelope.messageLength > MAX_MESSAGE_BYTES) {
    throw new ProtocolError('too-long', `a message of ${envelope.messageLength} bytes`, {
      offset: MESSAGE_LENGTH_OFFSET,
    });
  }
  return envelope;
}

export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const writer = new Writer(ENVELOPE_BYTES);
  writeEnvelope(writer, envelope, envelope.messageLength);
  return writer.finish();
}

export function writeEnvelope(
  writer: Writer,
  envelope: OutgoingEnvelope,
  messageLength: number,
): void {
  writer.uint8(envelope.version.major);
  writer.uint8(envelope.version.minor);
  writer.uint8(
    (envelope.compressed ? COMPRESSED : 0) |
      (envelope.encrypted ? ENCRYPTED : 0) |
      (envelope.truncated ? TRUNCATED : 0) |
      (envelope.suggested.major & SUGGESTED_MAJOR),
  );
  writer.uint8(envelope.suggested.minor);
  writer.uint32(envelope.sessionId);
  writer.uint32(envelope.requestId);
  writer.uint32(envelope.sequenceNumber);
  writer.uint32(messageLength);
}

/** Sets or clears the truncated bit of an encoded envelope. */
export function markTruncated(envelope: Uint8Array, truncated: boolean): void {
  const flags = envelope[2] as number;
  envelope[2] = truncated ? flags | TRUNCATED : flags & ~TRUNCATED;
}
