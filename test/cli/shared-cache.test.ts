import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  freePort,
  isWithoutRedis,
  type RedisServer,
  startRedis,
} from '../shared-cache/kit/redis-server.ts';
import { until } from '../shared-cache/kit/until.ts';
import { outcome, type Program, program, startProgram } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');
const HANDLE = '20.500.1/one-url';

describe.skipIf(isWithoutRedis())('hdl-edge serve with a shared cache', () => {
  let network: Program;
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
    network = startProgram(['demo', '--network-only', '--write-bootstrap', bootstrap]);
    await network.output(/Ready/);
  });

  afterAll(async () => {
    network.child.kill('SIGTERM');
    await network.ended;
    await redis.stop();
    files.remove();
  });

  async function serve(...given: string[]) {
    const flags = ['--port', '0', '--bootstrap', bootstrap, '--redis-url', redis.url];
    const server = program(['serve', ...flags, ...given]);
    const [, url = ''] = await server.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
    return { server, url };
  }

  it('lets one network into several programs together as often as into one', async () => {
    const flags = ['--trusted-proxies', '127.0.0.1', '--rate-limit', '1', '--rate-burst', '100'];
    const [first, second] = [await serve(...flags), await serve(...flags)];
    let letIn = 0;
    const isTurnedAway = async ({ url }: typeof first) => {
      const { status } = await get(`${url}/${HANDLE}`, { 'X-Forwarded-For': '192.0.2.1' });
      if (status === 302) letIn += 1;
      else expect(status).toBe(429);
      return status === 429;
    };
    for (let n = 0; n < 150; n += 1) await isTurnedAway(first);
    expect(letIn).toBeGreaterThanOrEqual(100);
    // It lets in some before it has heard of the first.
    await until('the second has heard of them', () => isTurnedAway(second));
    // Each alone would let in 100.
    expect(letIn).toBeLessThan(200);
  });

  const entries = () => redis.run((client) => client.keys('edge-test:*'));

  /** Asks a new program, until what the others know has reached it. */
  async function isHit(url: string) {
    const { headers } = await get(`${url}/${HANDLE}`);
    return String(headers['cache-status']).includes('hit');
  }

  it('gives one program what another one knows, also after the first has ended', async () => {
    const one = await serve('--redis-prefix', 'edge-test');
    expect(await get(`${one.url}/${HANDLE}`)).toMatchObject({ status: 302 });
    await until('it is shared', async () => (await entries()).length > 1);
    one.server.child.kill('SIGTERM');
    expect(await one.server.ended).toMatchObject({ status: 0, stderr: '' });
    await until('a new one is given it', async () => {
      const { url, server } = await serve('--redis-prefix', 'edge-test');
      const isKnown = await isHit(url);
      server.child.kill('SIGTERM');
      await server.ended;
      return isKnown;
    });
  });

  it('starts and answers while the shared cache is away, and says so once', async () => {
    const server = program([
      ...['serve', '--port', '0', '--bootstrap', bootstrap],
      ...['--redis-url', 'redis://someone:pass-word@127.0.0.1:9'],
    ]);
    const [, url = ''] = await server.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
    expect(await get(`${url}/${HANDLE}`)).toMatchObject({ status: 302 });
    await server.output(/out of reach/, 'stderr');
    server.child.kill('SIGTERM');
    const { status, stderr } = await server.ended;
    expect([status, stderr.trim().split('\n').length]).toEqual([0, 1]);
    expect(stderr).not.toContain('pass-word');
  });

  it('shares over TLS with a password, when the certificate can be trusted', async () => {
    const port = String(await freePort());
    const [cert, key] = ['first-cert.pem', 'first-key.pem'].map(
      (name) => `test/http/fixtures/${name}`,
    );
    const secured = await startRedis([
      ...['--tls-port', port, '--tls-auth-clients', 'no', '--user'],
      ...'edge on >secret ~* &* +@all'.split(' '),
      ...['--tls-cert-file', `${cert}`, '--tls-key-file', `${key}`],
    ]);
    onTestFinished(secured.stop);
    const redisUrl = `rediss://edge:secret@127.0.0.1:${port}`;
    const serveWith = async (environment: Record<string, string>) => {
      const flags = ['--port', '0', '--bootstrap', bootstrap];
      const options = { environment: { HDL_EDGE_REDIS_URL: redisUrl, ...environment } };
      const server = program(['serve', ...flags], options);
      const [, url = ''] = await server.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
      return { server, url };
    };
    const shared = () => secured.run((client) => client.keys('*'));

    const doubting = await serveWith({});
    await doubting.server.output(/out of reach.*certificate/, 'stderr');
    expect(await get(`${doubting.url}/${HANDLE}`)).toMatchObject({ status: 302 });
    expect(await shared()).toEqual([]);

    const trusting = await serveWith({ NODE_EXTRA_CA_CERTS: `${cert}` });
    await until('it is shared', async () => {
      await get(`${trusting.url}/${HANDLE}`);
      return (await shared()).length > 0;
    });
  });

  it('does not repeat an address that is none, for it may hold a password', async () => {
    const { status, stderr } = await outcome(['serve', '--redis-url', 'http://pass-word@host/']);
    expect(status).toBe(2);
    expect(stderr).toContain('redisUrl');
    expect(stderr).not.toContain('pass-word');
  });
});

describe('the client of the shared cache', () => {
  it('is loaded by nobody who does not need it', () => {
    const source = readFileSync('dist/shared-cache/redis-link.js', 'utf8');
    expect(source).not.toMatch(/^import .*@redis/m);
    expect(source).toContain("import('@redis/client')");
  });
});
