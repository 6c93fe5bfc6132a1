import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp, type RoutedApp } from '../../src/http/app.ts';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import { systemClock } from '../../src/system.ts';
import { undescribed } from './kit/described.ts';
import { fakeResolver } from './kit/fake-resolver.ts';
import { OUTCOMES, tellOutcomes } from './kit/outcomes.ts';
import { type Asked, ask, type TestProxy } from './kit/serve.ts';

const RUNS = { numRuns: 150 };

let server: HttpServer;

beforeAll(async () => {
  const resolver = fakeResolver();
  tellOutcomes({ resolver } as TestProxy);
  const options = { resolver, clock: systemClock, httpMaxAge: 3600, ready: () => true };
  const app: RoutedApp = createApp(options);
  server = await startServer(app, { host: '127.0.0.1', port: 0 });
  return () => server.close(0);
});

/** Names that mean something, in their own case and others, and names that mean nothing. */
const names = fc.oneof(
  fc.constantFrom(
    ...['type', 'index', 'auth', 'cert', 'publicOnly', 'pretty', 'callback', 'follow', 'prefix'],
    ...['action', 'noredirect', 'locatt', 'urlappend', 'country', 'ip', 'redirectionHeaders'],
    ...['ignore_aliases', 'hdl', 'handles', 'page', '__proto__', 'constructor', 'toString', ''],
  ),
  fc.string({ maxLength: 6 }),
);

const odd = fc.constantFrom(
  ...['', '%', '%zz', '%00', '%ff', '%ed%a0%80', '+', ';', '=', '&', '"', '<', '\\', '%0d%0a'],
  ...['true', 'YES', '1e9', '-0', '2147483648', 'showurls', 'api', 'metadata', 'a.b', 'a..b'],
);

/** What node:http lets through on a request line. */
const sendable = (text: string) => text.replace(/[^\x21-\x7e]|[#]/g, (c) => encodeSafely(c));

function encodeSafely(character: string): string {
  return character.isWellFormed() ? encodeURIComponent(character) : '%ed%b0%80';
}

const values = fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 12 }));

const query = fc
  .array(fc.tuple(names, fc.option(values), fc.constantFrom('&', '&', ';')), { maxLength: 6 })
  .map((pieces) =>
    sendable(
      pieces.map(([name, value, end]) => name + (value === null ? '' : `=${value}`) + end).join(''),
    ),
  );

const handles = fc.oneof(
  fc.constantFrom(...Object.keys(OUTCOMES)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `a/${text}x`),
);

const inPath = handles.map((handle) => sendable(handle.replace(/[?%]/g, encodeURIComponent)));

const accepted = fc.constantFrom(
  '*/*',
  'text/html',
  'application/json',
  'application/problem+json',
);

const jsonBody = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.dictionary(names, fc.jsonValue({ maxDepth: 2 })).map((json) => JSON.stringify(json)),
  fc
    .record(
      {
        handles: fc.oneof(
          fc.array(fc.oneof(handles, fc.jsonValue({ maxDepth: 1 }))),
          fc.jsonValue(),
        ),
        type: fc.oneof(fc.array(fc.string()), fc.jsonValue({ maxDepth: 1 })),
        index: fc.oneof(fc.array(fc.integer()), fc.jsonValue({ maxDepth: 1 })),
        follow: fc.boolean(),
      },
      { requiredKeys: ['handles'] },
    )
    .map((json) => JSON.stringify(json)),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

async function expectDescribed(path: string, target: string, asked: Asked = {}): Promise<void> {
  const answer = await ask(server.port, target, asked);
  expect(answer.status, `${target}: ${answer.body}`).not.toBe(500);
  expect(undescribed(asked.method ?? 'GET', path, answer)).toEqual([]);
}

describe('whatever is asked, the answer is as described', () => {
  it('by the query of a handle', async () => {
    await fc.assert(
      fc.asyncProperty(inPath, query, accepted, (handle, text, accept) =>
        expectDescribed('/{handle}', `/${handle}?${text}`, { headers: { Accept: accept } }),
      ),
      RUNS,
    );
  });

  it('by the query of the API', async () => {
    await fc.assert(
      fc.asyncProperty(inPath, query, (handle, text) =>
        expectDescribed('/api/handles/{handle}', `/api/handles/${handle}?${text}`),
      ),
      RUNS,
    );
  });

  it('by a form', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await fc.assert(
      fc.asyncProperty(query, (body) =>
        expectDescribed('/', '/', { method: 'POST', headers, body }),
      ),
      RUNS,
    );
  });

  it('by JSON about one handle', async () => {
    const headers = { 'Content-Type': 'application/json' };
    await fc.assert(
      fc.asyncProperty(inPath, query, jsonBody, (handle, text, body) =>
        expectDescribed('/api/handles/{handle}', `/api/handles/${handle}?${text}`, {
          method: 'POST',
          headers,
          body,
        }),
      ),
      RUNS,
    );
  });

  it('by JSON about many handles', async () => {
    const headers = { 'Content-Type': 'application/json' };
    await fc.assert(
      fc.asyncProperty(query, jsonBody, (text, body) =>
        expectDescribed('/api/handles', `/api/handles?${text}`, { method: 'POST', headers, body }),
      ),
      RUNS,
    );
  });

  it('by bytes that may be a message', async () => {
    const headers = { 'Content-Type': 'application/x-hdl-message' };
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 90 }), (body) =>
        expectDescribed('/', '/', { method: 'POST', headers, body }),
      ),
      RUNS,
    );
  });
});
