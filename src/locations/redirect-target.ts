import { domainToASCII } from 'node:url';
import { encodeUrl } from './percent-encode.ts';

/** Where a visitor may be sent. */
export interface RedirectTarget {
  /** Absolute, ASCII only, fit for the Location header. */
  readonly location: string;
  /** The same address as its publisher wrote it, for people. */
  readonly text: string;
}

/** Why nobody can be sent there. */
export interface NoTarget {
  readonly refused: 'no-url' | 'scheme';
}

const WEB_ADDRESS = /^((?:https?|ftp):\/\/)([^/?#]+)(.*)$/is;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const NAMED_INFORMATION = /^ni:\/\/([^/?#]+)\/([A-Za-z0-9._-]+);([^?#]+)(\?[^#]*)?/is;
const ASCII = /^\p{ASCII}*$/u;

/**
 * Makes the Location of a redirect from the URL in a record.
 *
 * Only addresses that do no harm when followed unseen are taken: http, https, ftp, mailto, and `ni:`
 * in its `.well-known` HTTP form (RFC 6920 section 4). Host names beyond ASCII are written in
 * IDNA, all else that is illegal in a URL is percent-encoded.
 *
 * @param append text of the visitor's to go behind the URL; it can never change the scheme,
 *   userinfo, host or port, and is dropped for mailto, where it would be the address
 */
export function redirectTarget(url: string, append = ''): RedirectTarget | NoTarget {
  const text = url.trim();
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'http':
    case 'https':
    case 'ftp':
      return webTarget(text, append);
    case 'mailto':
      return text.length > 'mailto:'.length
        ? { location: encodeUrl(text), text }
        : { refused: 'no-url' };
    case 'ni':
      return namedInformationTarget(text, append);
    case undefined:
      return { refused: 'no-url' };
    default:
      return { refused: 'scheme' };
  }
}

function webTarget(url: string, append: string): RedirectTarget | NoTarget {
  const parts = WEB_ADDRESS.exec(url);
  if (parts === null) return { refused: 'no-url' };
  const [, scheme = '', authority = '', path = ''] = parts;
  const rest = (path + boundary(path, append) + append).trimEnd();
  const location = encodeUrl(scheme + asciiAuthority(authority) + rest);
  if (!URL.canParse(location)) return { refused: 'no-url' };
  return { location, text: scheme + authority + rest };
}

/** Behind a bare authority, text that begins otherwise would become part of the host or port. */
function boundary(path: string, append: string): '' | '/' {
  return path === '' && append !== '' && !/^[/?#]/.test(append) ? '/' : '';
}

function asciiAuthority(authority: string): string {
  if (ASCII.test(authority)) return authority;
  const hostStart = authority.lastIndexOf('@') + 1;
  const port = /:\d*$/.exec(authority)?.[0] ?? '';
  const host = authority.slice(hostStart, authority.length - port.length);
  const ascii = domainToASCII(host);
  return authority.slice(0, hostStart) + (ascii === '' ? host : ascii) + port;
}

function namedInformationTarget(uri: string, append: string): RedirectTarget | NoTarget {
  const parts = NAMED_INFORMATION.exec(uri);
  if (parts === null) return { refused: 'no-url' };
  const [, authority, algorithm, digest, query = ''] = parts;
  const target = webTarget(
    `http://${authority}/.well-known/ni/${algorithm}/${digest}${query}`,
    append,
  );
  return 'refused' in target ? target : { location: target.location, text: uri };
}
