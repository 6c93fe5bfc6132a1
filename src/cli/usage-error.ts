/** A command line that cannot be understood; `message` is meant for who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
