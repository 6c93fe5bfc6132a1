import { hash } from 'node:crypto';

/** Characters of a hash in base64 that tell representations apart: 132 bits. */
const TAG_CHARACTERS = 22;

/** A strong entity tag (RFC 9110 section 8.8.3): the same for the same bytes, in every copy. */
export function entityTagOf(body: string | Uint8Array): string {
  return `"${hash('sha256', body, 'base64url').slice(0, TAG_CHARACTERS)}"`;
}

/** What is no tag between two commas makes the rest of the list worthless. */
const LISTED = /[\s,]*(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?=,|$)/y;

/**
 * Whether If-None-Match names the tag, by the weak comparison (RFC 9110 sections 8.8.3.2, 13.1.2).
 *
 * @param tag without `W/`
 */
export function isNamed(tag: string, ifNoneMatch: string): boolean {
  if (ifNoneMatch.trim() === '*') return true;
  LISTED.lastIndex = 0;
  for (let found = LISTED.exec(ifNoneMatch); found !== null; found = LISTED.exec(ifNoneMatch)) {
    if (found[1] === tag) return true;
  }
  return false;
}
