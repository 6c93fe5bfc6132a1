export type BootstrapErrorCode =
  /** The file is of none of the known forms. */
  | 'form'
  /** A value or site in it cannot be read. */
  | 'value'
  /** It names no site of the global registry. */
  | 'no-sites';

/** Why a bootstrap cannot be used; the message is for the operator. */
export class BootstrapError extends Error {
  override readonly name = 'BootstrapError';
  readonly code: BootstrapErrorCode;

  constructor(code: BootstrapErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
