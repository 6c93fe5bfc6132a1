import { parseWeightedList, type WeightedEntry } from './weighted-list.ts';

/** Chooses the locations that have an attribute, with a value or with any. */
export interface Selector {
  readonly attribute: string;
  /** Undefined: that it is there is enough. */
  readonly value: string | undefined;
}

const HTML = 'text/html';

/** Types a browser asks for to show them; `image/`, `audio/` and `video/` as well. */
const BROWSER_TYPES = new Set([
  HTML,
  'text/xhtml',
  'application/xhtml+xml',
  'application/pdf',
  'application/vnd.wap.xhtml+xml',
  'text/vnd.wap.wml',
]);

/** Whether the header says no more than that anything will do. */
export function acceptsAnything(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*') return true;
  return accept.split(',').every((item) => /^\s*(?:\*\/\*\s*(?:;|$)|$)/.test(item));
}

/**
 * Content negotiation as choices by attribute: who prefers a browser's types is a browser, and gets
 * what is meant for one; who prefers others gets them in order, up to the first wildcard.
 *
 * @param withRole whether `http_role` is chosen by; not when metadata is asked for by name
 */
export function acceptSelectors(
  accept: string | undefined,
  userAgent: string | undefined,
  withRole: boolean,
): readonly Selector[] {
  const role = (value: string) => (withRole ? [{ attribute: 'http_role', value }] : []);
  if (acceptsAnything(accept)) {
    return isBrowserName(userAgent)
      ? [...role('browser'), ...typeSelectors(HTML)]
      : role('no_conneg');
  }
  // Quality 0 says what is not acceptable.
  const entries = parseWeightedList(accept ?? '').filter(({ quality }) => quality > 0);
  const best = entries[0]?.quality ?? 0;
  const isBrowser = entries.some((entry) => entry.quality === best && isBrowserType(entry.value));
  if (isBrowser) {
    const wantsHtml = entries.some(({ value }) => [HTML, 'text/*', '*/*'].includes(value));
    return [...role('browser'), ...(wantsHtml ? typeSelectors(HTML) : [])];
  }
  return [
    ...beforeWildcard(entries).flatMap(({ value }) => typeSelectors(value)),
    ...role('conneg'),
  ];
}

/** How the names of browsers begin. */
export function isBrowserName(userAgent = ''): boolean {
  return /^(?:mozilla|opera)\//i.test(userAgent);
}

function isBrowserType(type: string): boolean {
  return type.includes('*') || BROWSER_TYPES.has(type) || /^(?:image|audio|video)\//.test(type);
}

function beforeWildcard(entries: readonly WeightedEntry[]): readonly WeightedEntry[] {
  const wildcard = entries.findIndex(({ value }) => value.includes('*'));
  return wildcard < 0 ? entries : entries.slice(0, wildcard);
}

function typeSelectors(type: string): readonly Selector[] {
  return [
    { attribute: 'ctype', value: type },
    { attribute: 'media-type', value: type },
  ];
}
