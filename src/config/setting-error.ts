/** A setting that is unknown or does not hold what it must; `message` is meant for the operator. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly code: 'unknown' | 'bad-value' | 'no-value' | 'unreadable-file';
  /** Where it came from. */
  readonly source: 'flag' | 'environment' | 'file';

  constructor(code: SettingError['code'], source: SettingError['source'], message: string) {
    super(message);
    this.code = code;
    this.source = source;
  }
}
