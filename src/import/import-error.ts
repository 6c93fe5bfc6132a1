/** Why a file cannot be imported; `message` is meant for the operator. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  /** From 1; undefined where the whole file is meant. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}
