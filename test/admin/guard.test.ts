import { describe, expect, it } from 'vitest';
import { startTestAdmin } from './kit/serve-admin.ts';

const TOKEN = 'correct-horse-battery';

describe('the admin listener, without a token', () => {
  it.each(['127.0.0.1', 'localhost:9464', 'LOCALHOST', '[::1]:9464', '10.0.0.7:9464'])(
    'answers under %s',
    async (host) => {
      const admin = await startTestAdmin();
      expect((await admin.ask('/metrics', { headers: { Host: host } })).status).toBe(200);
    },
  );

  it.each(['rebound.example.org', 'rebound.example.org:9464', '127.0.0.1.example.org', 'a:b:c'])(
    'does not answer under %s, which a page of that name could read',
    async (host) => {
      const admin = await startTestAdmin();
      const { status, body } = await admin.ask('/metrics', { headers: { Host: host } });
      expect(status).toBe(421);
      expect(body).not.toContain('a 1');
    },
  );

  it('answers under the name that it was told to listen on', async () => {
    const admin = await startTestAdmin({}, { host: 'localhost' });
    expect((await admin.ask('/', { headers: { Host: 'localhost' } })).status).toBe(200);
  });

  it.each([
    { Origin: 'https://example.org' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('lets no page of another origin purge: %j', async (headers) => {
    const admin = await startTestAdmin();
    expect((await admin.ask('/purge?all', { method: 'POST', headers })).status).toBe(403);
    expect(admin.purged).toEqual([]);
  });

  it('lets nobody share its answers: there is no CORS', async () => {
    const admin = await startTestAdmin();
    const headers = { Origin: 'https://example.org', 'Access-Control-Request-Method': 'POST' };
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await admin.ask('/metrics', { method, headers });
      expect(Object.keys(answer.headers).join()).not.toContain('access-control');
    }
  });
});

describe('the admin listener, with a token', () => {
  const REFUSED: readonly Record<string, string>[] = [
    {},
    { Authorization: 'Bearer' },
    { Authorization: `Bearer ${TOKEN}x` },
    { Authorization: `Bearer ${TOKEN.slice(1)}` },
    { Authorization: `Basic ${TOKEN}` },
  ];

  it.each(REFUSED)('refuses %j', async (headers) => {
    const admin = await startTestAdmin({}, { token: TOKEN });
    for (const path of ['/', '/metrics', '/config', '/nowhere']) {
      const answer = await admin.ask(path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
    expect((await admin.ask('/purge?all', { method: 'POST', headers })).status).toBe(401);
    expect(admin.purged).toEqual([]);
  });

  it('takes who shows it, under any name', async () => {
    const admin = await startTestAdmin({}, { token: TOKEN });
    const headers = { Authorization: `bearer ${TOKEN}`, Host: 'hdl-edge-admin.svc' };
    expect((await admin.ask('/metrics', { headers })).status).toBe(200);
  });

  it('asks no token of probes', async () => {
    const admin = await startTestAdmin({}, { token: TOKEN });
    expect((await admin.ask('/livez')).status).toBe(200);
    expect((await admin.ask('/readyz')).status).toBe(200);
  });
});
