import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach } from 'vitest';
import type { RequestEvent, WarningEvent } from '../../../src/events.ts';
import { type AppOptions, createApp } from '../../../src/http/app.ts';
import { type HttpServer, type Patience, startServer } from '../../../src/http/server.ts';
import { type Clock, systemClock } from '../../../src/system.ts';
import { type FakeResolver, fakeResolver, NOW } from './fake-resolver.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface TestProxy {
  readonly resolver: FakeResolver;
  readonly server: HttpServer;
  readonly requests: RequestEvent[];
  readonly warnings: WarningEvent[];
  /** By node:http, which sends the path as it is. */
  get(path: string, asked?: Asked): Promise<Answer>;
  /** Bytes on a socket; resolves with all that came back when the server closed it. */
  raw(bytes: string | Uint8Array): Promise<string>;
}

const stoppedClock: Clock = { ...systemClock, now: () => NOW };

/** A proxy on a loopback port over a resolver that knows what the test tells it. */
export async function startTestProxy(
  options: Partial<AppOptions> = {},
  patience?: Patience,
): Promise<TestProxy> {
  const resolver = fakeResolver();
  const requests: RequestEvent[] = [];
  const warnings: WarningEvent[] = [];
  const app = createApp({
    resolver,
    clock: stoppedClock,
    observer: {
      request: (event) => requests.push(event),
      warning: (event) => warnings.push(event),
    },
    httpMaxAge: 3600,
    ready: () => true,
    ...options,
  });
  const server = await startServer(app, {
    host: '127.0.0.1',
    port: 0,
    ...(patience !== undefined && { patience }),
  });
  running.add(server);
  return {
    resolver,
    server,
    requests,
    warnings,
    get: (path, asked) => ask(server.port, path, asked),
    raw: (bytes) => exchange(server.port, bytes),
  };
}

const running = new Set<HttpServer>();

afterEach(async () => {
  for (const server of running) await server.close(0);
  running.clear();
});

export async function ask(port: number, path: string, asked: Asked = {}): Promise<Answer> {
  const { bytes, ...answer } = await askBytes(port, path, asked);
  return { ...answer, body: bytes.toString('utf8') };
}

/** As {@link ask}, for what is no text. */
export function askBytes(
  port: number,
  path: string,
  asked: Asked = {},
): Promise<Omit<Answer, 'body'> & { readonly bytes: Buffer }> {
  const { method = 'GET', headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (got) => {
        const chunks: Buffer[] = [];
        got.on('data', (chunk: Buffer) => chunks.push(chunk));
        got.on('end', () =>
          resolve({
            status: got.statusCode ?? 0,
            headers: got.headers as Answer['headers'],
            bytes: Buffer.concat(chunks),
          }),
        );
        got.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
