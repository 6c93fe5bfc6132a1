import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Handle } from '../handle/handle.ts';
import { encodeText } from '../protocol/text.ts';
import type { Endpoint } from './endpoint.ts';

/** Bytes that stand for themselves in a tunnelled handle, as deployed clients have it. */
const PLAIN_IN_HANDLE = /[A-Za-z0-9_.*-]/;

/** The same for a site's `path`: what RFC 3986 lets stand in a path, and escapes already made. */
const PLAIN_IN_PATH = /[A-Za-z0-9\-._~!$&'()*+,;=:@/%]/;

/** Nothing that could end a name or a header: spaces, controls, slashes, colons, … */
const DOMAIN = /^[\p{L}\p{M}\p{N}._-]+$/u;

/** The scheme, address and port to connect to. */
export function tunnelOrigin({ protocol, address, port }: Endpoint): string {
  return `${protocol}://${bracketed(address)}:${port}`;
}

/**
 * The request target of the HTTP tunnel: the site's `path`, then the escaped handle. Handle servers
 * pay no heed to it, what stands before them may.
 *
 * @param path with or without slashes at its ends; undefined for none
 */
export function tunnelPath(path: string | undefined, handle: Handle): string {
  const base = escaped(path ?? '', PLAIN_IN_PATH).replace(/%(?![0-9A-Fa-f]{2})/g, '%25');
  const slashed = base === '' || base.startsWith('/') ? base : `/${base}`;
  return `${slashed.replace(/\/$/, '')}/${escaped(handle, PLAIN_IN_HANDLE)}`;
}

/** The Host header: the site's `domain` if it can be one, else the address; a default port is left out. */
export function tunnelHost(endpoint: Endpoint): string {
  const name = tunnelName(endpoint) ?? bracketed(endpoint.address);
  const defaultPort = endpoint.protocol === 'https' ? 443 : 80;
  return endpoint.port === defaultPort ? name : `${name}:${endpoint.port}`;
}

/** The site's `domain` as a DNS name; undefined when there is none or it is no name. */
export function tunnelName({ host }: Endpoint): string | undefined {
  if (host === undefined || !DOMAIN.test(host)) return undefined;
  const name = domainToASCII(host);
  return name === '' ? undefined : name;
}

function bracketed(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}

function escaped(text: string, plain: RegExp): string {
  let result = '';
  for (const byte of encodeText(text)) {
    const character = String.fromCharCode(byte);
    result += plain.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
}
