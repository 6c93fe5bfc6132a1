import { isUtf8 } from 'node:buffer';
import { bufferOver, decodeText } from '../text.ts';
import { jsonError } from './members.ts';

/**
 * The text of data that looks like text: valid UTF-8 without control characters but those from tab
 * to 0x13.
 *
 * @returns undefined for other data; deployed software shows them in Base64 or hexadecimal
 */
export function dataText(data: Uint8Array): string | undefined {
  for (const byte of data) {
    if ((byte < 0x20 && (byte < 0x09 || byte > 0x13)) || byte === 0x7f) return undefined;
  }
  return isUtf8(data) ? decodeText(data) : undefined;
}

export function base64Text(data: Uint8Array): string {
  return bufferOver(data).toString('base64');
}

/** Reads standard Base64, which may be broken into lines; its padding may be missing. */
export function base64At(json: unknown, path: string): Uint8Array {
  if (typeof json === 'string') {
    const digits = withoutPadding(json.replace(/[\t\n\r ]/g, ''));
    const data = Buffer.from(digits, 'base64');
    // Buffer passes over what is no Base64, and over a lost digit: what comes back tells.
    if (withoutPadding(data.toString('base64')) === digits) return new Uint8Array(data);
  }
  throw jsonError(path, 'Base64', json);
}

/** Reads Base64 in its alphabet for URLs, in one piece, as JSON Web Keys have it. */
export function base64urlAt(json: unknown, path: string): Uint8Array {
  if (typeof json === 'string') {
    const digits = withoutPadding(json);
    const data = Buffer.from(digits, 'base64url');
    if (data.toString('base64url') === digits) return new Uint8Array(data);
  }
  throw jsonError(path, 'base64url', json);
}

export function hexAt(json: unknown, path: string): Uint8Array {
  if (typeof json === 'string' && json.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(json)) {
    return new Uint8Array(Buffer.from(json, 'hex'));
  }
  throw jsonError(path, 'an even number of hexadecimal digits', json);
}

function withoutPadding(base64: string): string {
  return base64.replace(/={1,2}$/, '');
}
