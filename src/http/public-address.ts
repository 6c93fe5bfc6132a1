import type { Handle } from '../handle/handle.ts';
import { encodeLinkPath } from '../locations/percent-encode.ts';

/** Where visitors see this proxy. */
export interface PublicAddress {
  /** The path of its start page; begins and ends with `/`. */
  readonly base: string;
  /** What all links begin with: absolute where the address is known, else without a host. */
  readonly start: string;
  /** Host and port, when they are known. */
  readonly host: string | undefined;
  /** The link of a handle. */
  link(handle: Handle): string;
}

/**
 * Without a URL visitors are thought to see the proxy at the root of whatever host they asked. The
 * Host header is never used in links, because anybody can make it up.
 */
export function publicAddress(publicUrl: string | undefined): PublicAddress {
  const url = publicUrl === undefined ? undefined : new URL(publicUrl);
  const path = url?.pathname ?? '/';
  const base = path.endsWith('/') ? path : `${path}/`;
  const start = (url?.origin ?? '') + base;
  return { base, start, host: url?.host, link: (handle) => start + encodeLinkPath(handle) };
}
