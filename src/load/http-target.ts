import { type Dispatcher, Pool } from 'undici';
import { fingerprint } from './fingerprint.ts';
import type { Reply, Target } from './reply.ts';

export interface HttpTargetOptions {
  /** Where the proxy answers: `http://127.0.0.1:8080`, with a path where handles begin behind one. */
  readonly url: string;
  /** Connections kept open. */
  readonly connections: number;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Sent with each request, by name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A resolution proxy, asked for redirects as a browser does that does not follow them. */
export function httpTarget({ url, connections, timeoutMs, headers }: HttpTargetOptions): Target {
  const { origin, pathname } = new URL(url);
  const base = pathname.endsWith('/') ? pathname : `${pathname}/`;
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: timeoutMs,
  });
  const sent = { ...headers };
  return {
    name: url,
    isHttp: true,
    ask: (handle) =>
      new Promise((resolve) => {
        const path = base + encoded(handle);
        pool.dispatch({ method: 'GET', path, headers: sent }, collector(resolve));
      }),
    close: () => pool.destroy(),
  };
}

/** Slashes stay, so that the path looks as people write it. */
function encoded(handle: string): string {
  // A lone half of a surrogate pair cannot be written in UTF-8.
  return encodeURIComponent(handle.toWellFormed()).replaceAll('%2F', '/');
}

function collector(resolve: (reply: Reply) => void): Dispatcher.DispatchHandler {
  let status = 0;
  let location = '';
  return {
    // Tells undici which of its two forms of handlers this is.
    onRequestStart() {},
    onResponseStart(_controller, statusCode, headers) {
      status = statusCode;
      location = String(headers.location ?? '');
    },
    onResponseData() {},
    onResponseEnd() {
      const host = URL.canParse(location) ? new URL(location).host : '';
      resolve({
        outcome: String(status),
        status,
        ...(host !== '' && { host }),
        fingerprint: fingerprint(location, status),
      });
    },
    onResponseError(_controller, error) {
      resolve({ outcome: outcomeOf(error), fingerprint: 0 });
    },
  };
}

/** Short words for what undici and the system call by code. */
function outcomeOf(error: Error & { code?: string }): string {
  const code = error.code ?? error.name;
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'closed';
  return code.toLowerCase();
}
