import type { RequestEvent } from '../events.ts';
import type { Visit } from './visit.ts';

export function requestEvent(visit: Visit, status: number, milliseconds: number): RequestEvent {
  const { incoming, target, clientAddress, handle, responseCode, cache } = visit;
  const { 'user-agent': userAgent, referer } = incoming.headers;
  return {
    method: incoming.method ?? '',
    target,
    status,
    milliseconds,
    clientAddress: clientAddress(),
    ...(handle !== undefined && { handle }),
    ...(responseCode !== undefined && { responseCode }),
    ...(cache !== undefined && { cache }),
    ...(userAgent !== undefined && { userAgent }),
    ...(referer !== undefined && { referer }),
  };
}
