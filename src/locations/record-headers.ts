import type { Handle } from '../handle/handle.ts';
import type { Complaint } from '../xml/complaint.ts';
import { expandHref } from './href-template.ts';
import { MAX_RECORD_HEADERS } from './limits.ts';
import { hasUnsafeRelation } from './link-relations.ts';
import type { RecordHeader } from './location.ts';

/** Names that servers in front of us, or browsers, act on. A record has no say in those. */
const RESERVED =
  /^x-(?:accel-|sendfile|lighttpd-|litespeed-|reproxy-|forwarded|real-ip|frame-options$|content-type-options$|xss-protection$|dns-prefetch-control$|permitted-cross-domain-policies$|ua-compatible$|cache|varnish)/i;

const HEADER = /^(link|x-[a-z0-9-]{1,60}):[ \t]*(.*)$/i;

/** What the value of a header may consist of once it is sent. */
const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * Reads the lines of a 10320/headers value. Only `Link` and headers of one's own (`X-…`) are taken;
 * lines of HTML are ignored.
 */
export function parseRecordHeaders(text: string, complain: Complaint): readonly RecordHeader[] {
  const headers: RecordHeader[] = [];
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('<')) continue;
    const [, name = '', value = ''] = HEADER.exec(trimmed) ?? [];
    const isLink = name.toLowerCase() === 'link';
    if (name === '' || RESERVED.test(name) || (isLink && hasUnsafeRelation(value))) {
      complain(`the header ${trimmed.slice(0, 40)} is not sent`);
    } else if (headers.length < MAX_RECORD_HEADERS) {
      headers.push({ name, value: value.trim() });
    }
  }
  return headers;
}

/** The headers as they are sent for a handle; those that cannot be are left out. */
export function expandRecordHeaders(
  headers: readonly RecordHeader[],
  handle: Handle,
): readonly RecordHeader[] {
  return headers
    .map(({ name, value }) => ({ name, value: expandHref(value, handle) }))
    .filter(({ value }) => value !== '' && PRINTABLE.test(value));
}
