import type { Kind } from './kind.ts';

/** What stands in place of something that is nobody's business. */
export const CONCEALED = '(hidden)';

/** A setting whose value is never shown: a token, a password. */
export function secret<T>(kind: Kind<T>): Kind<T> {
  return { ...kind, conceal: () => CONCEALED };
}
