import {
  decodeEnvelope,
  ENVELOPE_BYTES,
  type Envelope,
  MESSAGE_LENGTH_OFFSET,
  type OutgoingEnvelope,
  writeEnvelope,
} from './envelope.ts';
import { ProtocolError } from './errors.ts';
import {
  BODY_LENGTH_OFFSET,
  decodeHeader,
  encodeHeader,
  HEADER_BYTES,
  type Header,
  type OutgoingHeader,
} from './header.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** A whole message: envelope, header, body, credential (RFC 3652 section 2.2). */
export interface Message {
  readonly envelope: Envelope;
  readonly header: Header;
  /** A view of the bytes decoded from, as are the next two. */
  readonly body: Uint8Array;
  /** Empty when the message is unsigned. */
  readonly credential: Uint8Array;
  /** Header and body as they came: what digests and signatures cover. */
  readonly headerAndBody: Uint8Array;
}

/** A message to be written; its lengths follow from the rest. */
export interface OutgoingMessage {
  readonly envelope: OutgoingEnvelope;
  readonly header: OutgoingHeader;
  readonly body: Uint8Array;
  readonly credential: Uint8Array;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);
const HEADER_END = ENVELOPE_BYTES + HEADER_BYTES;

/**
 * Takes a message apart; the body is not looked into.
 *
 * A message that ends right after its body is unsigned. One marked as compressed is refused: no
 * method was ever defined and nobody sends them, so the mark means either damage or a body that
 * would be misread. One marked as encrypted is refused because only its session could read it.
 *
 * @param bytes one envelope and one whole message, nothing else
 * @throws ProtocolError `truncated`, `too-long`, `wrong-length`, `trailing-bytes`, `compressed`,
 * `encrypted`
 */
export function decodeMessage(bytes: Uint8Array): Message {
  const envelope = decodeEnvelope(bytes);
  const announced = ENVELOPE_BYTES + envelope.messageLength;
  if (announced !== bytes.length) {
    throw new ProtocolError('wrong-length', `${announced} bytes announced, ${bytes.length} came`, {
      offset: MESSAGE_LENGTH_OFFSET,
    });
  }
  if (envelope.compressed) throw new ProtocolError('compressed', 'the message is compressed');
  if (envelope.encrypted) throw new ProtocolError('encrypted', 'the message is encrypted');
  const reader = new Reader(bytes, ENVELOPE_BYTES);
  const header = decodeHeader(reader);
  reader.skip(header.bodyLength);
  let credential = NO_BYTES;
  if (reader.remaining > 0) {
    credential = reader.bytes();
    reader.expectEnd();
  }
  return new DecodedMessage(bytes, envelope, header, credential);
}

/** Makes views only for those who look: each costs as much as decoding ten fields. */
class DecodedMessage implements Message {
  readonly envelope: Envelope;
  readonly header: Header;
  readonly credential: Uint8Array;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, envelope: Envelope, header: Header, credential: Uint8Array) {
    this.#bytes = bytes;
    this.envelope = envelope;
    this.header = header;
    this.credential = credential;
  }

  get body(): Uint8Array {
    return this.#view(HEADER_END, this.header.bodyLength);
  }

  get headerAndBody(): Uint8Array {
    return this.#view(ENVELOPE_BYTES, HEADER_BYTES + this.header.bodyLength);
  }

  #view(start: number, length: number): Uint8Array {
    const { buffer, byteOffset } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + start, length);
  }
}

/** Reads the body of a message that was decoded from these bytes. */
export function bodyReader(bytes: Uint8Array, { header }: Message): Reader {
  return new Reader(bytes, HEADER_END, HEADER_END + header.bodyLength);
}

/** @throws ProtocolError `too-long` above {@link MAX_MESSAGE_BYTES} */
export function encodeMessage(message: OutgoingMessage): Uint8Array {
  const writer = startMessage(
    message.envelope,
    message.header,
    message.body.length + message.credential.length,
  );
  writer.raw(message.body);
  endBody(writer);
  return endMessage(writer, message.credential);
}

/**
 * Begins a message; the body is to be written next, then {@link endBody} and {@link endMessage}.
 *
 * @param capacity bytes of body and credential to make room for
 */
export function startMessage(
  envelope: OutgoingEnvelope,
  header: OutgoingHeader,
  capacity: number,
): Writer {
  // Four more for the length of the credential.
  const writer = new Writer(HEADER_END + capacity + 4);
  writeEnvelope(writer, envelope, 0);
  encodeHeader(writer, header, 0);
  return writer;
}

export function endBody(writer: Writer): void {
  writer.overwriteUint32(ENVELOPE_BYTES + BODY_LENGTH_OFFSET, writer.length - HEADER_END);
}

/** Header and body as they will be sent, once the body is ended: what a signature covers. */
export function headerAndBodyIn(writer: Writer): Uint8Array {
  return writer.finish().subarray(ENVELOPE_BYTES);
}

/** @throws ProtocolError `too-long` above {@link MAX_MESSAGE_BYTES} */
export function endMessage(writer: Writer, credential: Uint8Array = NO_BYTES): Uint8Array {
  writer.bytes(credential);
  const length = writer.length - ENVELOPE_BYTES;
  if (length > MAX_MESSAGE_BYTES) {
    throw new ProtocolError('too-long', `a message of ${length} bytes would be refused`);
  }
  writer.overwriteUint32(MESSAGE_LENGTH_OFFSET, length);
  return writer.finish();
}
