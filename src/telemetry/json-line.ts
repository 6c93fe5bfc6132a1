import type { RequestEvent } from '../events.ts';

/** What JSON takes between quotes as it is. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * A line of the access log in JSON. It is put together here, because a general serializer takes as
 * long for it as the whole answer takes that it tells of.
 *
 * Whatever is in a text, it cannot end it: everything but printable ASCII is left to
 * `JSON.stringify`, and what is missing is left out as it does.
 *
 * @param client - as the settings want it shown
 * @param now - in milliseconds since 1970
 */
export function jsonLine(event: RequestEvent, client: string, now: number): string {
  const { method, target, status, milliseconds, bodyBytes, handle, responseCode } = event;
  const { cache, isShed, userAgent, referer } = event;
  let line = `{"level":"info","time":"${new Date(now).toISOString()}","name":"request"`;
  if (client !== '-') line += `,"client":${text(client)}`;
  line += `,"method":${text(method)},"target":${text(target)},"status":${status}`;
  line += `,"milliseconds":${Math.round(milliseconds * 1000) / 1000}`;
  if (bodyBytes !== undefined) line += `,"bytes":${bodyBytes}`;
  if (handle !== undefined) line += `,"handle":${text(handle)}`;
  if (responseCode !== undefined) line += `,"responseCode":${responseCode}`;
  if (cache !== undefined) line += `,"cache":"${cache}"`;
  if (isShed !== undefined) line += `,"shed":${isShed}`;
  if (userAgent !== undefined) line += `,"userAgent":${text(userAgent)}`;
  if (referer !== undefined) line += `,"referer":${text(referer)}`;
  return `${line}}\n`;
}

function text(value: string): string {
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}
