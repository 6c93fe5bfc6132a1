import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../src/admin/routes.ts';
import type { HandleReport } from '../../src/resolver/cache-report.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { startTestAdmin } from './kit/serve-admin.ts';

const REPORT: HandleReport = {
  entries: [
    {
      kind: 'values',
      selection: '',
      certified: false,
      receivedAt: Date.UTC(2026, 0, 1),
      freshUntil: Date.UTC(2026, 0, 2),
      bytes: 184,
    },
  ],
  failures: [],
};

const PURGES = [
  ['?handle=20.500.1/abc', [{ handle: '20.500.1/abc' }]],
  [
    '?handle=20.500.1/a%26b&handle=20.500.1/c',
    [{ handle: '20.500.1/a&b' }, { handle: '20.500.1/c' }],
  ],
  ['?handle=20.500.1/a+b', [{ handle: '20.500.1/a+b' }]],
  ['?handle=20.500.1/a%2Bb%20c=d', [{ handle: '20.500.1/a+b c=d' }]],
  ['?prefix=20.500.1', [{ prefix: '20.500.1' }]],
  ['?all', ['all']],
] as const;

const BAD_PURGES = [
  '',
  '?',
  '?handle=',
  '?handle=abc',
  '?handle=20.500.1/100%',
  '?prefix=',
  '?prefix=20.500.1/abc',
  '?all=no',
  '?hdl=a/b',
];

describe('the admin listener', () => {
  it('shows the metrics', async () => {
    const { status, headers, body } = await (await startTestAdmin()).ask('/metrics');
    expect({ status, body }).toEqual({ status: 200, body: 'a 1\n' });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4');
  });

  it('says whether it is alive and ready', async () => {
    const admin = await startTestAdmin({ ready: () => false });
    expect((await admin.ask('/livez')).status).toBe(200);
    expect((await admin.ask('/readyz')).status).toBe(503);
    expect((await (await startTestAdmin()).ask('/readyz')).status).toBe(200);
  });

  it('shows how handle servers do, those in trouble first', async () => {
    const well = { grade: 'well', roundTripMs: 12.5, failures: 0, recheckInMs: 0 } as const;
    const dead = {
      grade: 'ejected',
      roundTripMs: undefined,
      failures: 3,
      recheckInMs: 5000,
    } as const;
    const clock = new VirtualClock();
    const admin = await startTestAdmin({
      clock,
      ways: () => [
        {
          way: 'udp 192.0.2.1 2641',
          ...well,
          seen: {
            site: 'a site',
            exchanges: 7,
            failed: 1,
            lastAskedAt: 'then',
            lastError: 'timeout',
          },
        },
        { way: 'tcp 2001:db8::1 2641', ...dead },
      ],
    });
    expect(JSON.parse((await admin.ask('/servers')).body)).toEqual({
      servers: [
        {
          protocol: 'tcp',
          address: '2001:db8::1',
          port: 2641,
          grade: 'ejected',
          roundTripMs: null,
          failuresInARow: 3,
          ejectedUntil: new Date(clock.now() + 5000).toISOString(),
        },
        {
          protocol: 'udp',
          address: '192.0.2.1',
          port: 2641,
          grade: 'well',
          roundTripMs: 12.5,
          failuresInARow: 0,
          ejectedUntil: null,
          site: 'a site',
          exchanges: 7,
          failed: 1,
          lastAskedAt: 'then',
          lastError: 'timeout',
        },
      ],
    });
  });

  it('shows what is remembered of a handle, with times for people', async () => {
    const asked: string[] = [];
    const inspect = (handle: string) => {
      asked.push(handle);
      return REPORT;
    };
    const admin = await startTestAdmin({ inspect });
    const { status, body } = await admin.ask('/cache/20.500.1/a%23b/../c');
    expect(asked).toEqual(['20.500.1/a#b/../c']);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      handle: '20.500.1/a#b/../c',
      entries: [{ kind: 'values', freshUntil: '2026-01-02T00:00:00.000Z', bytes: 184 }],
    });
  });

  it('says when nothing is remembered of a handle', async () => {
    const { status, body } = await (await startTestAdmin()).ask('/cache/20.500.1/abc');
    expect(status).toBe(404);
    expect(JSON.parse(body).detail).toContain('20.500.1/abc');
  });

  it.each(PURGES)('forgets what %s names', async (query, targets) => {
    const admin = await startTestAdmin();
    expect((await admin.ask(`/purge${query}`, { method: 'POST' })).status).toBe(200);
    expect(admin.purged).toEqual(targets);
    expect(admin.told).toHaveLength(targets.length);
  });

  it.each(BAD_PURGES)('forgets nothing for %j, and says how to ask', async (query) => {
    const admin = await startTestAdmin();
    const { status, headers, body } = await admin.ask(`/purge${query}`, { method: 'POST' });
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({
      status: 400,
      detail: expect.stringContaining('?all'),
    });
    expect(admin.purged).toEqual([]);
  });

  it('forgets nothing when only a part of it can be understood', async () => {
    const admin = await startTestAdmin();
    await admin.ask('/purge?handle=20.500.1/abc&handle=', { method: 'POST' });
    expect(admin.purged).toEqual([]);
  });

  it.each([
    ['GET', '/purge?all', 'POST'],
    ['POST', '/metrics', 'GET, HEAD'],
    ['DELETE', '/cache/20.500.1/abc', 'GET, HEAD'],
  ])('does not take %s %s', async (method, path, allowed) => {
    const admin = await startTestAdmin();
    const { status, headers } = await admin.ask(path, { method });
    expect([status, headers.allow]).toEqual([405, allowed]);
    expect(admin.purged).toEqual([]);
  });

  it.each(['/nowhere', '/metrics/', '/cache/', '//', '/METRICS'])(
    'has nothing at %s',
    async (path) => {
      expect((await (await startTestAdmin()).ask(path)).status).toBe(404);
    },
  );

  it('lists everything that there is', async () => {
    const { body } = await (await startTestAdmin()).ask('/');
    for (const { example } of ADMIN_ROUTES) expect(body).toContain(example);
  });

  it('sends no body for HEAD', async () => {
    const { status, body } = await (await startTestAdmin()).ask('/metrics', { method: 'HEAD' });
    expect({ status, body }).toEqual({ status: 200, body: '' });
  });

  it('goes on when an answer fails', async () => {
    const text = () => Promise.reject(new Error('no numbers'));
    const admin = await startTestAdmin({ metrics: { contentType: '', text } });
    expect((await admin.ask('/metrics')).status).toBe(500);
    expect(admin.errors).toMatchObject([{ message: 'no numbers' }]);
    expect((await admin.ask('/livez')).status).toBe(200);
  });

  it('lets nothing be kept, guessed or framed', async () => {
    const { headers } = await (await startTestAdmin()).ask('/');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
  });
});
