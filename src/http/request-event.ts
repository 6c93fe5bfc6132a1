import type { ServerResponse } from 'node:http';
import type { RequestEvent } from '../events.ts';
import { rawHeader } from './raw-header.ts';
import { RouteName } from './route.ts';
import type { Visit } from './visit.ts';

/** What nginx logs for clients that did not wait; no client ever sees it. */
const CLIENT_GONE = 499;

/**
 * What is told of one request. All is found out when somebody asks, because the metrics ask for
 * three numbers of it, and see every request.
 */
export class AnsweredRequest implements RequestEvent {
  readonly milliseconds: number;
  private readonly visit: Visit;
  private readonly outgoing: ServerResponse;

  constructor(visit: Visit, outgoing: ServerResponse, milliseconds: number) {
    this.visit = visit;
    this.outgoing = outgoing;
    this.milliseconds = milliseconds;
  }

  get method() {
    return this.visit.incoming.method ?? '';
  }

  get target() {
    return this.visit.target;
  }

  get httpVersion() {
    return this.visit.incoming.httpVersion;
  }

  get scheme() {
    return 'encrypted' in this.visit.incoming.socket ? 'https' : 'http';
  }

  get way() {
    const { path, api } = this.visit.route;
    if (path === RouteName.message) return 'native';
    return api ? 'api' : 'web';
  }

  get status() {
    return this.outgoing.headersSent ? this.outgoing.statusCode : CLIENT_GONE;
  }

  get clientAddress() {
    return this.visit.clientAddress();
  }

  get handle() {
    return this.visit.handle;
  }

  get canonicalHandle() {
    return this.visit.canonicalHandle;
  }

  get messageVersion() {
    return this.visit.messageVersion;
  }

  get responseCode() {
    return this.visit.responseCode;
  }

  get cache() {
    return this.visit.cache;
  }

  get isShed() {
    return this.visit.isShed;
  }

  get bodyBytes() {
    return this.visit.bodyBytes?.();
  }

  get resolution() {
    const { askedAt, resolvedAt } = this.visit;
    if (askedAt === undefined || resolvedAt === undefined) return undefined;
    return { startedAt: askedAt, endedAt: resolvedAt };
  }

  get exchanges() {
    const { exchanges, exchangeEnds } = this.visit;
    return exchanges?.map((event, at) => ({ event, endedAt: exchangeEnds?.[at] ?? 0 }));
  }

  get traceParent() {
    const { visit } = this;
    if (!visit.isFromTrustedProxy()) return undefined;
    return visit.incoming.headers.traceparent?.toString();
  }

  get userAgent() {
    return rawHeader(this.visit.incoming, 'user-agent');
  }

  get referer() {
    return rawHeader(this.visit.incoming, 'referer');
  }
}
