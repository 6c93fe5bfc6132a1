/** What can be wrong with bytes or texts that came from outside. */
export const PROTOCOL_ERROR_CODES = [
  /** A field, or the least that a counted list needs, reaches past the end. */
  'truncated',
  /** A length is above its cap. */
  'too-long',
  /** A count is above its cap. */
  'too-many',
  /** Bytes are left after the last field of something that must fill its space. */
  'trailing-bytes',
  /** A length field contradicts the length of what it describes. */
  'wrong-length',
  /** The message is marked as compressed; no method of compression was ever defined. */
  'compressed',
  /** The message is encrypted for a session. */
  'encrypted',
  /** A message with a response code came as a request. */
  'not-a-request',
  /** A message without a response code came as a response. */
  'not-a-response',
  /** The body is too short for the request digest that its flags announce. */
  'missing-digest',
  /** The request digest is of an algorithm that is not known. */
  'unknown-digest',
  /** A public key of an unknown kind, or one with impossible numbers. */
  'key',
  /** A datagram that is no part of the message being put together. */
  'fragment',
  /** A JSON text, or a member of it, is not of the expected form. */
  'json',
] as const;

export type ProtocolErrorCode = (typeof PROTOCOL_ERROR_CODES)[number];

/** The one error that decoders throw, whatever the input. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;
  /** Where in the bytes, counted from the beginning of what was handed to the decoder. */
  readonly offset?: number;

  constructor(
    code: ProtocolErrorCode,
    message: string,
    details: { readonly offset?: number; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    if (details.offset !== undefined) this.offset = details.offset;
  }
}
