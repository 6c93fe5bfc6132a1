/** Why a command could not do its work; `message` is meant for the operator. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitStatus: number;

  constructor(message: string, exitStatus: number, cause?: unknown) {
    super(message, { cause });
    this.exitStatus = exitStatus;
  }
}
