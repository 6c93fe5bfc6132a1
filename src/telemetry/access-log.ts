import type { RequestEvent } from '../events.ts';
import { clientNetwork } from '../handle/client-network.ts';
import { combinedLine } from './combined-line.ts';
import { handleNetLine } from './handle-net-line.ts';

export type AccessLogFormat = 'json' | 'handle' | 'combined';

/** What a log may say of a client. */
export type ShownClient = 'network' | 'full' | 'off';

/** @returns `-` where nothing is to be said */
export function shownClient(address: string, shown: ShownClient): string {
  if (shown === 'off' || address === '') return '-';
  return shown === 'full' ? address : clientNetwork(address);
}

/** What a line of the access log in JSON says, beside time and level. */
export function requestFields(event: RequestEvent, client: string): object {
  return {
    name: 'request',
    client: client === '-' ? undefined : client,
    method: event.method,
    target: event.target,
    status: event.status,
    milliseconds: Math.round(event.milliseconds * 1000) / 1000,
    bytes: event.bodyBytes,
    handle: event.handle,
    responseCode: event.responseCode,
    cache: event.cache,
    shed: event.isShed,
    userAgent: event.userAgent,
    referer: event.referer,
  };
}

/** A line in one of the formats that other programs read; undefined for what is not told there. */
export function accessLine(
  format: Exclude<AccessLogFormat, 'json'>,
  event: RequestEvent,
  client: string,
  now: number,
): string | undefined {
  return format === 'handle' ? handleNetLine(event, client, now) : combinedLine(event, client, now);
}
