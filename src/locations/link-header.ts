import type { Handle } from '../handle/handle.ts';
import { expandHref } from './href-template.ts';
import { isUnsafeRelation } from './link-relations.ts';
import type { LinkAttributes } from './location.ts';
import { encodeUrl } from './percent-encode.ts';

/** What is copied from an attribute into a parameter, in the order it is sent. */
const PARAMETERS = [
  ['rel', 'rel'],
  ['type', 'media-type'],
  ['target-type', 'target-type'],
  ['media', 'media'],
  ['hreflang', 'hreflang'],
] as const;

/** Schemes that run a script or carry their own content. */
const UNSAFE_SCHEME = /^\s*(?:javascript|data|vbscript|blob):/i;

/**
 * The values of Link headers (RFC 8288) for those of the elements that have a `rel` and an `href`.
 *
 * @param siblings of one value, because `anchor-id` names another of them by its `id`
 */
export function* linkHeaders(
  siblings: readonly LinkAttributes[],
  handle: Handle,
): Generator<string> {
  let byId: ReadonlyMap<string, string> | undefined;
  for (const attributes of siblings) {
    const rel = attributes.get('rel');
    const href = hrefOf(attributes, handle);
    if (!rel || href === undefined || isUnsafeRelation(rel)) continue;
    const anchorId = attributes.get('anchor-id');
    if (anchorId !== undefined) byId ??= hrefsById(siblings, handle);
    const anchor =
      attributes.get('anchor') ?? (anchorId === undefined ? undefined : byId?.get(anchorId));
    yield linkHeader(href, anchor, attributes);
  }
}

function linkHeader(href: string, anchor: string | undefined, attributes: LinkAttributes): string {
  let header = `<${encodeUrl(href)}>`;
  if (anchor !== undefined) header += `; anchor="${encodeUrl(anchor)}"`;
  for (const [parameter, attribute] of PARAMETERS) {
    const value = attributes.get(attribute);
    if (value !== undefined) header += `; ${parameter}=${quoted(value)}`;
  }
  const title = attributes.get('title');
  if (title === undefined) return header;
  const language = attributes.get('titlelang');
  return language === undefined && /^[\x20-\x7e]*$/.test(title)
    ? `${header}; title=${quoted(title)}`
    : `${header}; title*=UTF-8'${language?.replace(/[^A-Za-z0-9-]/g, '') ?? ''}'${encodeExtended(title)}`;
}

function hrefOf(attributes: LinkAttributes, handle: Handle): string | undefined {
  const href = attributes.get('href')?.trim();
  const template = attributes.get('href_template')?.trim();
  const found = href || (template ? expandHref(template, handle) : undefined);
  return found === undefined || UNSAFE_SCHEME.test(found) ? undefined : found;
}

function hrefsById(
  siblings: readonly LinkAttributes[],
  handle: Handle,
): ReadonlyMap<string, string> {
  const hrefs = new Map<string, string>();
  for (const attributes of siblings) {
    const id = attributes.get('id');
    const href = hrefOf(attributes, handle);
    if (id !== undefined && href !== undefined && !hrefs.has(id)) hrefs.set(id, href);
  }
  return hrefs;
}

/** A quoted string (RFC 9110 section 5.6.4); what cannot stand in a header is left out. */
function quoted(text: string): string {
  const printable = text.replace(/[\t\r\n]+/g, ' ').replace(/[^\x20-\x7e]/g, '');
  return `"${printable.replace(/["\\]/g, '\\$&')}"`;
}

/** The value part of an extended parameter (RFC 8187). */
function encodeExtended(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
