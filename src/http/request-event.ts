import type { ServerResponse } from 'node:http';
import type { RequestEvent } from '../events.ts';
import { RouteName } from './route.ts';
import type { Visit } from './visit.ts';

/** What nginx logs for clients that did not wait; no client ever sees it. */
const CLIENT_GONE = 499;

/**
 * What is told of one request. Most is made on demand: the metrics need three numbers of it, and
 * see every request.
 */
export class AnsweredRequest implements RequestEvent {
  readonly #visit: Visit;
  readonly status: number;
  readonly milliseconds: number;

  constructor(visit: Visit, outgoing: ServerResponse, milliseconds: number) {
    this.#visit = visit;
    this.status = outgoing.headersSent ? outgoing.statusCode : CLIENT_GONE;
    this.milliseconds = milliseconds;
  }

  get method() {
    return this.#visit.incoming.method ?? '';
  }

  get target() {
    return this.#visit.target;
  }

  get httpVersion() {
    return this.#visit.incoming.httpVersion;
  }

  get clientAddress() {
    return this.#visit.clientAddress();
  }

  get way() {
    const { path, api } = this.#visit.route;
    if (path === RouteName.message) return 'native';
    return api ? 'api' : 'web';
  }

  get handle() {
    return this.#visit.handle;
  }

  get canonicalHandle() {
    return this.#visit.canonicalHandle;
  }

  get messageVersion() {
    return this.#visit.messageVersion;
  }

  get responseCode() {
    return this.#visit.responseCode;
  }

  get cache() {
    return this.#visit.cache;
  }

  get isShed() {
    return this.#visit.isShed;
  }

  get bodyBytes() {
    return this.#visit.bodyBytes?.();
  }

  get userAgent() {
    return this.#visit.incoming.headers['user-agent'];
  }

  get referer() {
    return this.#visit.incoming.headers.referer;
  }
}
