import type { Place } from './json-text.ts';

/** A setting that is unknown or does not hold what it must; `message` is meant for the operator. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly code: 'unknown' | 'bad-value' | 'no-value' | 'unreadable-file' | 'repeated';
  /** Where it came from. */
  readonly source: 'flag' | 'environment' | 'file';
  /** Where it stands in the config file, as far as that is known. */
  readonly place: Place | undefined;

  constructor(
    code: SettingError['code'],
    source: SettingError['source'],
    message: string,
    place?: Place,
  ) {
    super(message);
    this.code = code;
    this.source = source;
    this.place = place;
  }
}
