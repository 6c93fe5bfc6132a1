import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/resolver/resolution.ts';
import type { Cancellation } from '../../src/transport/cancellation.ts';
import { NOW } from './kit/fake-resolver.ts';
import { url } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

describe('what is observed', () => {
  it('is every answer, with what it was about', async () => {
    const { get, requests, resolver } = await startTestProxy();
    resolver.answer('20.500.1/x', {
      outcome: 'found',
      values: [url('https://example.org/')],
      freshUntil: NOW + 5000,
      cache: 'hit',
    });
    await get('/hdl:20.500.1/x?a', {
      headers: { 'User-Agent': 'test', Referer: 'https://r.example/' },
    });
    await expect
      .poll(() => requests)
      .toMatchObject([
        {
          method: 'GET',
          target: '/hdl:20.500.1/x?a',
          httpVersion: '1.1',
          way: 'web',
          status: 302,
          milliseconds: expect.any(Number),
          clientAddress: '127.0.0.1',
          handle: '20.500.1/x',
          canonicalHandle: '20.500.1/x',
          responseCode: 1,
          cache: 'hit',
          bodyBytes: expect.any(Number),
          userAgent: 'test',
          referer: 'https://r.example/',
        },
      ]);
  });

  it('is also an answer about no handle', async () => {
    const { get, requests } = await startTestProxy();
    await get('/livez', { method: 'HEAD' });
    await expect.poll(() => requests).toMatchObject([{ method: 'HEAD', status: 200 }]);
    expect(requests[0]?.handle).toBeUndefined();
  });
});

describe('a mistake of ours', () => {
  it.each(['/20.500.1/x', '/api/handles/20.500.1/x'])(
    'gives %s an answer without details, and the operator the details',
    async (path) => {
      const { get, resolver, warnings } = await startTestProxy();
      resolver.answer('20.500.1/x', new Error('secret detail'));
      const answer = await get(path);
      expect(answer.status).toBe(500);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.body).not.toContain('secret');
      expect(warnings).toMatchObject([
        {
          name: 'request-failed',
          handle: '20.500.1/x',
          message: expect.stringContaining('secret'),
        },
      ]);
    },
  );

  it('does not stop the server', async () => {
    const { get, resolver } = await startTestProxy();
    resolver.answer('20.500.1/x', new Error('x'));
    await get('/20.500.1/x');
    expect(await get('/livez')).toMatchObject({ status: 200 });
  });
});

describe('readiness', () => {
  it('is what the caller says', async () => {
    let ready = false;
    const { get } = await startTestProxy({ ready: () => ready });
    expect(await get('/readyz')).toMatchObject({ status: 503 });
    ready = true;
    expect(await get('/readyz')).toMatchObject({ status: 200 });
  });
});

describe('closing', () => {
  it('lets a request in hand finish, then ends its connection', async () => {
    const { server, resolver } = await startTestProxy();
    let answer: (resolution: Resolution) => void = () => {};
    const asked = new Promise<void>((tell) => {
      resolver.resolve = () => {
        tell();
        return new Promise((resolve) => {
          answer = resolve;
        });
      };
    });
    const agent = new Agent({ keepAlive: true });
    const answered = new Promise<[number | undefined, string | undefined]>((done, fail) => {
      request({ port: server.port, host: '127.0.0.1', path: '/20.500.1/x', agent }, (got) => {
        got.resume();
        got.on('end', () => done([got.statusCode, got.headers.connection]));
      })
        .on('error', fail)
        .end();
    });
    await asked;
    const closed = server.close(60_000);
    answer({
      outcome: 'handle-not-found',
      handle: '20.500.1/x',
      asked: '20.500.1/x',
      aliases: [],
      responseCode: 100,
      cache: 'miss',
      message: '',
      namespaces: [],
    });
    expect(await answered).toEqual([404, 'close']);
    await closed;
    agent.destroy();
  });

  it('cuts a request that does not finish, and stops its waiting', async () => {
    const { server, resolver, get, warnings } = await startTestProxy();
    const asked = new Promise<Cancellation | undefined>((tell) => {
      resolver.resolve = (_handle, { signal } = {}) => {
        tell(signal);
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
        });
      };
    });
    const answered = get('/20.500.1/x').catch((error: Error) => error.message);
    const signal = await asked;
    await server.close(0);
    expect(await answered).toBe('socket hang up');
    await expect.poll(() => signal?.aborted).toBe(true);
    expect(warnings).toEqual([]);
  });
});

it('a port that is taken is an error of the caller', async () => {
  const { server } = await startTestProxy();
  const { startServer } = await import('../../src/http/server.ts');
  const app = { fetch: () => new Response(), quick: () => false, warn: () => {} };
  await expect(startServer(app, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

describe('the trace a request belongs to', () => {
  const header = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
  const trusting = (trustedProxies: string[]) =>
    startTestProxy({ clientAddress: { trustedProxies, header: 'X-Forwarded-For' } });

  it.each([
    ['a trusted proxy', ['127.0.0.1'], header],
    ['anybody else', ['192.0.2.1'], undefined],
  ])('is told by %s: %j', async (_, trustedProxies, traceParent) => {
    const { get, requests } = await trusting(trustedProxies);
    await get('/livez', { headers: { traceparent: header } });
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]?.traceParent).toBe(traceParent);
  });
});

describe('a client that goes away', () => {
  it('before it is answered is told as 499', async () => {
    const { server, resolver, requests } = await startTestProxy();
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    resolver.resolve = () => {
      asked();
      return new Promise(() => {});
    };
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write('GET /20.500.1/x HTTP/1.1\r\nHost: a\r\n\r\n'),
    );
    await isAsked;
    socket.destroy();
    await expect.poll(() => requests.length).toBe(1);
    expect(requests[0]?.status).toBe(499);
  });
});
