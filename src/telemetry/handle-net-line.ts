import type { RequestEvent } from '../events.ts';
import { ResponseCode } from '../protocol/response-code.ts';

/** The operation that resolution is. */
const RESOLUTION = 1;

/**
 * A line as the proxy of the Handle.Net software writes it, with the referrer and without the
 * administrator: `192.0.2.0 HTTP:HDL "2026-01-02 03:04:05.678Z" 1 1 3ms 20.500.1/abc "referrer"`.
 * The handle is that behind aliases.
 *
 * @param client - as the settings want it shown
 * @param now - in milliseconds since 1970
 * @returns undefined for what is about no handle, which that software does not log
 */
export function handleNetLine(
  event: RequestEvent,
  client: string,
  now: number,
): string | undefined {
  const handle = event.canonicalHandle ?? event.handle;
  if (!handle) return undefined;
  const time = new Date(now).toISOString().replace('T', ' ');
  const code = event.responseCode ?? ResponseCode.error;
  const milliseconds = Math.round(event.milliseconds);
  const referer = encodeField(event.referer ?? '');
  return `${client} ${wayOf(event)} "${time}" ${RESOLUTION} ${code} ${milliseconds}ms ${encodeField(handle)} "${referer}"\n`;
}

function wayOf({ way, messageVersion = '' }: RequestEvent): string {
  if (way === 'native') return `HTTP:HDL(${messageVersion})`;
  return way === 'api' ? 'HTTP:HDLApi' : 'HTTP:HDL';
}

/** Percent-encoded, as a path is; so nothing in it ends the field. */
function encodeField(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2F', '/').replaceAll('%3A', ':');
}
