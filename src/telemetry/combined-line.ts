import type { RequestEvent } from '../events.ts';
import { escapeField } from './escape-field.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The Combined format of Apache's httpd, `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`.
 *
 * @param client - as the settings want it shown
 * @param now - in milliseconds since 1970
 */
export function combinedLine(event: RequestEvent, client: string, now: number): string {
  const { method, target, httpVersion, status, bodyBytes, referer = '-', userAgent = '-' } = event;
  const request = escapeField(`${method} ${target} HTTP/${httpVersion}`);
  const size = method === 'HEAD' || !bodyBytes ? '-' : bodyBytes;
  return `${client} - - [${timeText(now)}] "${request}" ${status} ${size} "${escapeField(referer)}" "${escapeField(userAgent)}"\n`;
}

/** `02/Jan/2026:03:04:05 +0000` */
function timeText(now: number): string {
  const iso = new Date(now).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
