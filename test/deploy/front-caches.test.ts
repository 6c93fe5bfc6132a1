import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../src/events.ts';
import { type WholeProxy, wholeProxy } from '../http/kit/whole-proxy.ts';
import { debianProgram } from './kit/debian-program.ts';
import { type FrontCache, type FrontPlace, startFrontCache, VISITOR } from './kit/front-cache.ts';

const loc = (...locations: string[]) => `<locations>${locations.join('')}</locations>`;
const url = (value: string, ttl = 86_400) => ({ index: 1, type: 'URL', ttl, data: value });
const locations = (xml: string) => ({ index: 1, type: '10320/loc', ttl: 86_400, data: xml });

const RECORDS = {
  '20.500.1/plain': { values: [url('https://a.example/')] },
  '20.500.1/other': { values: [url('https://b.example/')] },
  '20.500.1/a//b': { values: [url('https://slashes.example/')] },
  '20.500.1/short': { values: [url('https://short.example/', 9)] },
  '20.500.1/language': {
    values: [
      locations(
        loc(
          '<location href="https://de.example/" language="de"/>',
          '<location href="https://fr.example/" language="fr"/>',
          '<location href="https://en.example/"/>',
        ),
      ),
    ],
  },
  '20.500.1/country': {
    values: [
      locations(
        loc(
          '<location href="https://us.example/" country="us"/>',
          '<location href="https://any.example/"/>',
        ),
      ),
    ],
  },
};

/** What reached the copy behind the cache. */
const seen: { target: string; method: string; clientAddress: string }[] = [];
let copy: WholeProxy;

beforeAll(async () => {
  copy = await wholeProxy(RECORDS as never, {
    surrogateKeys: true,
    clientAddress: { trustedProxies: ['127.0.0.1'], header: 'X-Forwarded-For' },
    countries: { countryOf: () => 'us' },
    observer: {
      request: ({ target, method, clientAddress }: RequestEvent) => {
        if (target !== '/readyz') seen.push({ target, method, clientAddress });
      },
    },
  });
});

afterAll(() => copy.close());

beforeEach(() => {
  seen.length = 0;
});

/** The configuration as it is given away, but for addresses and places. */
function nginxAt({ folder, port }: FrontPlace): string {
  const isRoot = userInfo().uid === 0;
  return readFileSync('deploy/compose/nginx.conf', 'utf8')
    .replace(/^ *server edge-2:.*\n/m, '')
    .replace('server edge-1:8080', `server 127.0.0.1:${copy.port}`)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('pid /run/nginx.pid;', `pid ${folder}/pid; daemon off; ${isRoot ? 'user root;' : ''}`)
    .replace('worker_processes auto', 'worker_processes 1')
    .replace('/dev/stderr', 'stderr')
    .replace('/var/cache/nginx/handles', `${folder}/cache`)
    .replace(
      'server_tokens off;',
      ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((each) => `${each}_temp_path ${folder}/${each};`)
        .join(' '),
    );
}

function vcl(): string {
  return readFileSync('deploy/front/hdl-edge.vcl', 'utf8')
    .replace(/^.*edge_2.*\n/gm, '')
    .replace('"10.0.0.11"; .port = "8080"', `"127.0.0.1"; .port = "${copy.port}"`)
    .replace('"127.0.0.1";\n  "::1"', `"${VISITOR}"`);
}

const nginx = debianProgram('nginx');
const varnish = debianProgram('varnishd', 'varnish varnish-modules');

const nginxCache = () =>
  startFrontCache((place) => ({
    config: nginxAt(place),
    command: [nginx ?? '', '-c', join(place.folder, 'config')],
  }));

const varnishCache = () =>
  startFrontCache(({ folder, port }) => ({
    config: vcl(),
    command: [
      varnish ?? '',
      ...['-F', '-n', join(folder, 'work'), '-a', `127.0.0.1:${port}`],
      ...['-f', join(folder, 'config'), '-s', 'malloc,16m'],
      ...['-p', 'http_req_hdr_len=16k', '-p', 'http_req_size=64k'],
    ],
  }));

describe.each([
  ['nginx', nginx, nginxCache],
  ['Varnish', varnish, varnishCache],
])('%s in front', (_name, program, start) => {
  if (program === undefined) return it.skip('is not installed here');
  let front: FrontCache;

  beforeAll(async () => {
    front = await start();
  });

  afterAll(() => front.stop());

  const locationOf = async (path: string, headers?: Record<string, string>) =>
    (await front.ask(path, headers)).headers.location;

  it('keeps a redirect, also for HEAD', async () => {
    expect(await locationOf('/20.500.1/plain')).toBe('https://a.example/');
    expect(await locationOf('/20.500.1/plain')).toBe('https://a.example/');
    expect(await front.ask('/20.500.1/plain', {}, 'HEAD')).toMatchObject({ status: 302 });
    await expect.poll(() => seen).toHaveLength(1);
  });

  it('gives each language its own', async () => {
    const asked = ['de', 'fr', 'de', 'ja', 'fr'];
    const given: unknown[] = [];
    for (const language of asked) {
      given.push(await locationOf('/20.500.1/language', { 'Accept-Language': language }));
    }
    expect(given).toEqual(['de', 'fr', 'de', 'en', 'fr'].map((name) => `https://${name}.example/`));
    await expect.poll(() => seen).toHaveLength(3);
  });

  it('keeps nothing that hangs on the country of the visitor', async () => {
    for (let i = 0; i < 3; i++) {
      expect(await locationOf('/20.500.1/country')).toBe('https://us.example/');
    }
    await expect.poll(() => seen).toHaveLength(3);
  });

  it('keeps no failure of the request', async () => {
    for (let i = 0; i < 2; i++) expect(await front.ask('/%zz')).toMatchObject({ status: 400 });
  });

  it('hands names on as they came', async () => {
    for (const target of ['/20.500.1/a//b', '/20.500.1/../x', '/20.500.1/a%2Fb%23?type=URL']) {
      await front.ask(target);
      await expect.poll(() => seen.at(-1)?.target).toBe(target);
    }
    expect(await locationOf('/20.500.1/a//b')).toBe('https://slashes.example/');
  });

  it('says who asks, whatever visitors claim', async () => {
    await front.ask('/20.500.1/other?noredirect', { 'X-Forwarded-For': '8.8.8.8' });
    await expect.poll(() => seen).toMatchObject([{ clientAddress: VISITOR }]);
  });

  it('passes on names of 2,000 letters', async () => {
    const { status } = await front.ask(`/20.500.1/${'%C3%A4'.repeat(1000)}`);
    expect(status).toBe(404);
  });
});

describe.skipIf(nginx === undefined)('nginx in front', () => {
  it('keeps nothing that ends sooner than what it keeps', async () => {
    const front = await nginxCache();
    try {
      await front.ask('/20.500.1/short');
      await front.ask('/20.500.1/short');
      await expect.poll(() => seen).toHaveLength(2);
    } finally {
      await front.stop();
    }
  });
});

describe.skipIf(varnish === undefined)('Varnish in front', () => {
  let front: FrontCache;

  beforeAll(async () => {
    front = await varnishCache();
  });

  afterAll(() => front.stop());

  const purge = (key: string) => front.ask('/', { xkey: key }, 'PURGE');

  it('forgets a handle by its key, and no other', async () => {
    for (const name of ['plain', 'other']) await front.ask(`/20.500.1/${name}`);
    expect(await purge('h/20.500.1/plain')).toMatchObject({ status: 200 });
    seen.length = 0;
    for (const name of ['plain', 'other']) await front.ask(`/20.500.1/${name}`);
    await expect.poll(() => seen.map(({ target }) => target)).toEqual(['/20.500.1/plain']);
  });

  it('forgets a prefix by its key', async () => {
    for (const name of ['plain', 'other']) await front.ask(`/20.500.1/${name}`);
    expect(await purge('p/20.500.1')).toMatchObject({ status: 200 });
    seen.length = 0;
    for (const name of ['plain', 'other']) await front.ask(`/20.500.1/${name}`);
    await expect.poll(() => seen).toHaveLength(2);
  });

  it('tells visitors nothing of keys, and lets browsers begin to count anew', async () => {
    await front.ask('/20.500.1/plain');
    const { headers } = await front.ask('/20.500.1/plain');
    expect(
      Object.keys(headers).filter((name) => /surrogate|cache-tag|xkey|^age$/.test(name)),
    ).toEqual([]);
    expect(headers['cache-control']).toBe('max-age=3600');
  });
});
