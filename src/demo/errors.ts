/** What can be wrong with what the demo network is started with. */
export const DEMO_ERROR_CODES = [
  /** The records file, or a record in it, is not of the expected form. */
  'records-file',
] as const;

export type DemoErrorCode = (typeof DEMO_ERROR_CODES)[number];

/** The one error of the demo network's own; ports that cannot be opened give the system's. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly code: DemoErrorCode;
  /** The record at fault, when it is one. */
  readonly handle?: string;

  constructor(
    code: DemoErrorCode,
    message: string,
    details: { readonly handle?: string; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    if (details.handle !== undefined) this.handle = details.handle;
  }
}
