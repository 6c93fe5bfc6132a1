/** Why an exchange gave no usable answer. */
export const TRANSPORT_ERROR_CODES = [
  /** No complete answer within the time given. */
  'timeout',
  /** Nobody listens at that address and port. */
  'refused',
  /** There is no way to the address, or no local socket to take it with. */
  'unreachable',
  /** The server ended the connection before its answer was complete, or we are being closed. */
  'closed',
  /** The caller's signal was aborted. */
  'aborted',
  /** The guard refuses this address or port; nothing was sent. */
  'forbidden-address',
  /** The answer cannot be decoded, or the question cannot be encoded. */
  'bad-message',
  /** An answer to another request, operation or handle. */
  'wrong-answer',
  /** The answer's expiration time is past. */
  'expired',
  /** The digest of the request is missing from the answer or does not match. */
  'bad-digest',
  /** A certified answer was asked for and this one is not, or by a weaker digest than it could. */
  'bad-signature',
  /** The TLS certificate is not of the server that the site record names. */
  'tls-key',
  /** The HTTP response is no answer of a handle server. */
  'http-status',
  /** The answer is above the protocol's size limit. */
  'too-large',
] as const;

export type TransportErrorCode = (typeof TRANSPORT_ERROR_CODES)[number];

/** What an exchange ends with when it does not end with an answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** From the beginning of the exchange to its end. */
  readonly milliseconds: number;

  constructor(
    code: TransportErrorCode,
    message: string,
    details: { attempts: number; milliseconds: number; cause?: unknown },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.attempts = details.attempts;
    this.milliseconds = details.milliseconds;
  }
}

/** A reason to end an exchange, before it is known how long it took. */
export interface Failure {
  readonly code: TransportErrorCode;
  readonly message: string;
  readonly cause?: unknown;
}

/** Sorts the errors of the operating system. */
export function failureOf(error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ECONNREFUSED':
      return { code: 'refused', message, cause: error };
    case 'ECONNRESET':
    case 'EPIPE':
      return { code: 'closed', message, cause: error };
    default:
      return { code: 'unreachable', message, cause: error };
  }
}
