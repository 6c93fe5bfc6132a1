import type { LookupFunction } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import type { Clock } from '../system.ts';
import { Deadlines } from './deadlines.ts';
import { fingerprint } from './fingerprint.ts';
import { httpFailure } from './http-failure.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';
import type { Reply, Target } from './reply.ts';

export interface HttpTargetOptions {
  /** Where the proxy answers: `http://127.0.0.1:8080`, with a path where handles begin behind one. */
  readonly url: string;
  /** Connections kept open. */
  readonly connections: number;
  /** How long a whole answer is waited for, also for a connection to be free, in milliseconds. */
  readonly timeoutMs: number;
  /** Sent with each request, by name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** @default the system's look-up */
  readonly lookup?: LookupFunction;
}

/** A resolution proxy, asked for redirects as a browser does that does not follow them. */
export function httpTarget(options: HttpTargetOptions): Target {
  const { url, connections, timeoutMs, headers, clock, lookup } = options;
  const { origin, pathname } = new URL(url);
  const base = pathname.endsWith('/') ? pathname : `${pathname}/`;
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    // Ours are finer, and count the wait for a connection.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: timeoutMs,
    ...(lookup !== undefined && { connect: { lookup } }),
  });
  const deadlines = new Deadlines(clock, timeoutMs);
  const sent = { ...headers };
  let underWay = 0;
  return {
    name: url,
    isHttp: true,
    ask: (handle) =>
      new Promise((resolve) => {
        const path = base + encoded(handle);
        const hadToWait = underWay >= connections;
        underWay += 1;
        const collector = new Collector(origin, (reply) => {
          underWay -= 1;
          done();
          resolve(hadToWait ? { ...reply, hadToWait } : reply);
        });
        const done = deadlines.set(() => collector.giveUp('timeout'));
        pool.dispatch({ method: 'GET', path, headers: sent }, collector);
      }),
    async close() {
      deadlines.close();
      await pool.destroy();
    },
  };
}

/** Slashes stay, so that the path looks as people write it. */
function encoded(handle: string): string {
  // A lone half of a surrogate pair cannot be written in UTF-8.
  return encodeURIComponent(handle.toWellFormed()).replaceAll('%2F', '/');
}

/** Takes one answer; of its body, only that it ends. */
class Collector implements Dispatcher.DispatchHandler {
  readonly #origin: string;
  readonly #resolve: (reply: Reply) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #status = 0;
  #location: string | undefined;
  #bytes = 0;

  constructor(origin: string, resolve: (reply: Reply) => void) {
    this.#origin = origin;
    this.#resolve = resolve;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Thrown before anything is sent, this takes the request from the queue and leaves the connection.
    if (this.#isOver) throw new Error('given up');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#location = headers.location === undefined ? undefined : String(headers.location);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_ANSWER_BYTES) this.giveUp('answer too large');
  }

  onResponseEnd(): void {
    const location = this.#location;
    const host = location === undefined ? '' : hostOf(location, this.#origin);
    this.#finish({
      outcome: String(this.#status),
      status: this.#status,
      ...(host !== '' && { host }),
      fingerprint: fingerprint(location ?? '', this.#status),
    });
  }

  onResponseError(_controller: unknown, error: Error & { code?: string }): void {
    this.#finish({ outcome: httpFailure(error, this.#status !== 0), fingerprint: 0 });
  }

  /** What has not begun when this is said is never sent. */
  giveUp(outcome: string): void {
    this.#finish({ outcome, fingerprint: 0 });
    this.#controller?.abort(new Error(outcome));
  }

  #finish(reply: Reply): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#resolve(reply);
  }
}

/** A Location without a host leads to whoever sent it. */
function hostOf(location: string, origin: string): string {
  return URL.canParse(location, origin) ? new URL(location, origin).host : '';
}
