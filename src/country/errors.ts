/** Why there is no country database. */
export type CountryErrorCode = 'unreadable' | 'too-large' | 'not-a-database';

export class CountryError extends Error {
  override readonly name = 'CountryError';
  readonly code: CountryErrorCode;
  readonly path: string;

  constructor(code: CountryErrorCode, path: string, message: string, cause?: unknown) {
    super(`${path}: ${message}`, { cause });
    this.code = code;
    this.path = path;
  }
}
