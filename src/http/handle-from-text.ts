import type { Handle } from '../handle/handle.ts';
import { handleFromPath, trimmed, withoutScheme } from './handle-from-path.ts';

/** The path of another resolver's URL: `https://doi.org/10.5/x` in all its spellings. */
const RESOLVER_URL = /^https?:\/\/[^/?#\s]+(\/[^?#]*)/i;

/** A prefix as registered ones look; other paths of a URL are hardly a handle. */
const PREFIX = /^\d+(?:\.[0-9A-Za-z]+)*\//;

/**
 * The handle in what a person typed or pasted: a bare handle, one with a scheme (`doi: 10.5/x`), or
 * the URL of any resolver.
 */
export function handleFromText(text: string): Handle {
  const name = trimmed(text);
  const path = RESOLVER_URL.exec(name)?.[1];
  if (path !== undefined) {
    const meaning = handleFromPath(path);
    if ('handle' in meaning && PREFIX.test(meaning.handle)) return meaning.handle;
  }
  return trimmed(withoutScheme(name));
}
