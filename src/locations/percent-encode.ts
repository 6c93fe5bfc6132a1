import { encodeText } from '../protocol/text.ts';

const URL_SAFE = /^[A-Za-z0-9\-._~:@/!$()*,;=+&'?#[\]%]*$/;
const PATH_SAFE = /^[A-Za-z0-9\-._~:@/!$()*,;=]*$/;

/** Makes a text fit for a URL; what is legal there stays, `%` too, because it may begin an escape. */
export function encodeUrl(text: string): string {
  return percentEncode(text, URL_SAFE);
}

/** A handle as the path of a URL; `%`, `+`, `&`, `'`, `?`, `#` and brackets are escaped as well. */
export function encodePath(handle: string): string {
  return percentEncode(handle, PATH_SAFE);
}

/** Slashes that browsers would read as the beginning of a host, or as a way up. */
const ODD_SLASHES = /^\/|(?:^|\/)\.{1,2}(?:\/|$)/;

/**
 * A handle behind the path of a link to it. Where its slashes could lead elsewhere (`//evil.example`,
 * `a/../b`), all of them are escaped.
 */
export function encodeLinkPath(handle: string): string {
  const path = encodePath(handle);
  return ODD_SLASHES.test(path) ? path.replaceAll('/', '%2F') : path;
}

function percentEncode(text: string, safe: RegExp): string {
  if (safe.test(text)) return text;
  let encoded = '';
  for (const byte of encodeText(text)) {
    const character = String.fromCharCode(byte);
    encoded +=
      byte < 0x80 && safe.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
