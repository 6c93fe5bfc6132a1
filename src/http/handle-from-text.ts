import type { Handle } from '../handle/handle.ts';
import { handleFromPath, trimmed, withoutScheme } from './handle-from-path.ts';

/** The path of another resolver's URL: `https://doi.org/10.5/x` in all its spellings. */
const RESOLVER_URL = /^https?:\/\/[^/?#\s]+(\/[^?#]*)/i;

/** A prefix as registered ones look; other paths of a URL are hardly a handle. */
const PREFIX = /^\d+(?:\.[0-9A-Za-z]+)*\//;

/**
 * The handle in what a person typed or pasted: a bare handle, one with a scheme (`doi: 10.5/x`), or
 * the URL of any resolver; with whatever invisible characters and quotes came along around it.
 */
export function handleFromText(text: string): Handle {
  const name = trimmed(withoutWrapping(text));
  const path = RESOLVER_URL.exec(name)?.[1];
  if (path !== undefined) {
    const meaning = handleFromPath(path);
    if ('handle' in meaning && PREFIX.test(meaning.handle)) return meaning.handle;
  }
  return trimmed(withoutScheme(name));
}

/** Spaces of any kind, line ends, marks of direction and width, byte order marks. */
const INVISIBLE = /^[\p{White_Space}\p{Cc}\p{Cf}]$/u;

const QUOTES: ReadonlySet<string> = new Set(['""', "''", '“”', '„“', '‘’', '«»', '<>', '``']);

/** A loop, because the regular expression for it takes quadratic time. */
function withoutWrapping(text: string): string {
  let start = 0;
  let end = text.length;
  for (;;) {
    while (start < end && INVISIBLE.test(text.charAt(start))) start += 1;
    while (end > start && INVISIBLE.test(text.charAt(end - 1))) end -= 1;
    if (end - start < 2 || !QUOTES.has(text.charAt(start) + text.charAt(end - 1))) break;
    start += 1;
    end -= 1;
  }
  return text.slice(start, end);
}
