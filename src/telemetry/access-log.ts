import type { RequestEvent } from '../events.ts';
import { clientNetwork } from '../handle/client-network.ts';
import { combinedLine } from './combined-line.ts';
import { handleNetLine } from './handle-net-line.ts';
import { jsonLine } from './json-line.ts';

export type AccessLogFormat = 'json' | 'handle' | 'combined';

/** What a log may say of a client. */
export type ShownClient = 'network' | 'full' | 'off';

/** @returns `-` where nothing is to be said */
export function shownClient(address: string, shown: ShownClient): string {
  if (shown === 'off' || address === '') return '-';
  return shown === 'full' ? address : clientNetwork(address);
}

/** A line in one of the formats; undefined for what is not told there. */
export function accessLine(
  format: AccessLogFormat,
  event: RequestEvent,
  client: string,
  now: number,
): string | undefined {
  switch (format) {
    case 'json':
      return jsonLine(event, client, now);
    case 'handle':
      return handleNetLine(event, client, now);
    case 'combined':
      return combinedLine(event, client, now);
  }
}
