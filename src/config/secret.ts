import type { Kind } from './kind.ts';

/** What stands in place of something that is nobody's business. */
export const CONCEALED = '(hidden)';

/** A setting whose value is never shown: a token, a password. */
export function secret<T>(kind: Kind<T>): Kind<T> {
  return { ...kind, conceal: () => CONCEALED };
}

/** A setting that is a URL and may hold a password: only that is not shown. */
export function urlWithPassword(kind: Kind<string>): Kind<string> {
  return {
    ...kind,
    conceal(given) {
      if (!URL.canParse(given)) return CONCEALED;
      const url = new URL(given);
      if (url.password !== '') url.password = 'hidden';
      return url.href;
    },
  };
}
