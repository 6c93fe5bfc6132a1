import type { ServerResponse } from 'node:http';
import type { RequestEvent } from '../events.ts';
import { RouteName } from './route.ts';
import type { Visit } from './visit.ts';

/** What nginx logs for clients that did not wait; no client ever sees it. */
const CLIENT_GONE = 499;

/** What is told of one request. What takes time to find out is found out when somebody asks. */
export function requestEvent(
  visit: Visit,
  outgoing: ServerResponse,
  milliseconds: number,
): RequestEvent {
  const { incoming, route } = visit;
  const { headers } = incoming;
  return {
    method: incoming.method ?? '',
    target: visit.target,
    httpVersion: incoming.httpVersion,
    way: route.path === RouteName.message ? 'native' : route.api ? 'api' : 'web',
    status: outgoing.headersSent ? outgoing.statusCode : CLIENT_GONE,
    milliseconds,
    get clientAddress() {
      return visit.clientAddress();
    },
    handle: visit.handle,
    canonicalHandle: visit.canonicalHandle,
    messageVersion: visit.messageVersion,
    responseCode: visit.responseCode,
    cache: visit.cache,
    isShed: visit.isShed,
    get bodyBytes() {
      return visit.bodyBytes?.();
    },
    userAgent: headers['user-agent'],
    referer: headers.referer,
  };
}
