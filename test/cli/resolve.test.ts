import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPort } from '../transport/closed-port.ts';
import type { TakenPort } from '../transport/take-port.ts';
import { outcome, type Program, startProgram } from './program.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const string = (index: number, type: string, value: string, more: object = {}) => ({
  index,
  type,
  data: { format: 'string', value },
  ...more,
});

/** A site whose only server takes connections on this port. */
const site = (port: number) => ({
  index: 1,
  type: 'HS_SITE',
  data: {
    format: 'site',
    value: {
      version: 1,
      protocolVersion: '2.11',
      serialNumber: 1,
      primarySite: true,
      multiPrimary: false,
      attributes: [{ name: 'desc', value: 'nobody home' }],
      servers: [
        {
          serverId: 1,
          address: '127.0.0.1',
          interfaces: [{ query: true, admin: false, protocol: 'TCP', port }],
        },
      ],
    },
  },
});

function records(closedPort: number, silentPort: number): object {
  return {
    handles: {
      '20.500.1/abc': {
        values: [
          string(1, 'URL', 'https://example.org/abc'),
          string(2, 'EMAIL', 'desk@example.org', { ttl: 60 }),
          string(3, 'DESC', 'left\u202eright'),
          string(4, 'HS_SECKEY', 'secret', { permissions: '1100' }),
        ],
      },
      '20.500.1/alias': { values: [string(1, 'HS_ALIAS', '20.500.1/abc')] },
      '20.500.1/round': { values: [string(1, 'HS_ALIAS', '20.500.1/and-round')] },
      '20.500.1/and-round': { values: [string(1, 'HS_ALIAS', '20.500.1/round')] },
      '20.500.1/dangling': { values: [string(1, 'HS_ALIAS', '20.500.1/nowhere')] },
      '0.NA/20.500.7': { values: [site(closedPort)] },
      '0.NA/20.500.6': { values: [site(silentPort)] },
      '0.NA/20.500.8': { values: [string(1, 'HS_SERV', '0.SERV/A')] },
      '0.SERV/A': { values: [string(1, 'HS_SERV', '0.SERV/B')] },
      '0.SERV/B': { values: [string(1, 'HS_SERV', '0.SERV/A')] },
    },
  };
}

/** Takes connections and says nothing. */
const silent = createServer((socket) => socket.on('error', () => {}));

async function silentPort(): Promise<number> {
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  return (silent.address() as AddressInfo).port;
}

const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');
let network: Program;
let closed: TakenPort;

beforeAll(async () => {
  closed = await closedPort();
  writeFileSync(
    files.path('records.json'),
    JSON.stringify(records(closed.port, await silentPort())),
  );
  network = startProgram([
    'demo',
    '--network-only',
    ...['--records', files.path('records.json'), '--write-bootstrap', bootstrap],
  ]);
  await network.output(/Ready/);
});

afterAll(async () => {
  network.child.kill('SIGTERM');
  await network.ended;
  silent.close();
  await closed.close();
  files.remove();
});

const resolve = (...given: string[]) => outcome(['resolve', ...given, '--bootstrap', bootstrap]);

describe('hdl-edge resolve', () => {
  it('prints the values of a handle as a table', async () => {
    const { status, stdout, stderr } = await resolve('20.500.1/abc');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows.slice(0, 3)).toEqual([
      ['INDEX', 'TYPE', 'TTL', 'DATA'],
      ['1', 'URL', '86400', 'https://example.org/abc'],
      ['2', 'EMAIL', '60', 'desk@example.org'],
    ]);
  });

  it('shows what could steer the terminal instead of doing it', async () => {
    const { stdout } = await resolve('20.500.1/abc');
    expect(stdout).toContain('left\\u{202e}right');
    expect(stdout).not.toContain('\u202e');
  });

  it.each(['hdl:20.500.1/abc', 'https://hdl.handle.net/20.500.1/abc', 'doi:20.500.1/abc'])(
    'takes %s for the handle in it',
    async (text) => {
      const { status, stdout } = await resolve(text);
      expect(status).toBe(0);
      expect(stdout).toContain('https://example.org/abc');
    },
  );

  it('prints the body of the REST API and the trace with --json', async () => {
    const { status, stdout } = await resolve('20.500.1/abc', '--json', '--type', 'URL');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      responseCode: 1,
      handle: '20.500.1/abc',
      values: [
        { index: 1, type: 'URL', data: { format: 'string', value: 'https://example.org/abc' } },
      ],
      trace: [
        { handle: '0.NA/20.500.1', purpose: 'prefix', address: '127.0.0.1', responseCode: 1 },
        { handle: '20.500.1/abc', purpose: 'record', address: '127.0.0.1', responseCode: 1 },
      ],
    });
  });

  it('asks for several types and indexes', async () => {
    const { stdout } = await resolve('20.500.1/abc', '--json', '--type', 'EMAIL', '--index', '3');
    const { values } = JSON.parse(stdout) as { values: { index: number }[] };
    expect(values.map(({ index }) => index)).toEqual([2, 3]);
  });

  it('tells of each exchange with --trace', async () => {
    const { stdout } = await resolve('20.500.1/abc', '--trace');
    const [prefix = '', record = ''] = stdout.split('\n');
    expect(prefix).toMatch(/1\. {2}0\.NA\/20\.500\.1 \(prefix\) +udp 127\.0\.0\.1:\d+ +[\d.]+ ms/);
    expect(prefix).toMatch(/1 success, \d+ bytes, signature SHA-256 with RSA good/);
    expect(record).toMatch(/2\. {2}20\.500\.1\/abc \(record\)/);
  });

  it('follows an alias, or shows it', async () => {
    expect((await resolve('20.500.1/alias')).stdout).toContain('https://example.org/abc');
    const { stdout } = await resolve('20.500.1/alias', '--ignore-aliases');
    expect(stdout).toMatch(/HS_ALIAS +86400 +20\.500\.1\/abc/);
  });

  it('accepts a certified, authoritative answer', async () => {
    expect(await resolve('20.500.1/abc', '--cert', '--auth')).toMatchObject({ status: 0 });
  });

  it.each([
    ['a handle that does not exist', ['20.500.1/nobody'], 1, /20\.500\.1\/nobody does not exist/],
    [
      'values that do not exist',
      ['20.500.1/abc', '--type', 'FAX'],
      1,
      /has no values of this kind/,
    ],
    ['a prefix that does not exist', ['20.999/x'], 1, /prefix 20\.999 is unknown/],
    ['an alias to nowhere', ['20.500.1/dangling'], 1, /20\.500\.1\/nowhere, which does not exist/],
    ['an alias loop', ['20.500.1/round'], 2, /alias loop: .*20\.500\.1\/and-round/],
    ['an HS_SERV loop', ['20.500.8/x'], 2, /HS_SERV loop/],
    ['a service that is down', ['20.500.7/x'], 2, /unreachable: /],
    ['a service that never answers', ['20.500.6/x'], 2, /time-out: no answer within the deadline/],
    [
      'values for administrators',
      ['20.500.1/abc', '--index', '4'],
      1,
      /has no values of this kind/,
    ],
  ])('ends with the right status for %s', async (_what, given, expected, says) => {
    const { status, stdout, stderr } = await resolve(...given);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('prints JSON for what was not found, too', async () => {
    const { status, stdout } = await resolve('20.500.1/nobody', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ responseCode: 100, handle: '20.500.1/nobody' });
  });

  it('refuses private addresses when the settings say so', async () => {
    const { status, stderr } = await resolve('20.500.1/abc', '--allow-private-upstreams=false');
    expect(status).toBe(2);
    expect(stderr).toContain('--allow-private-upstreams');
  });

  it('asks by the protocols it is told to use', async () => {
    const { stdout } = await resolve('20.500.1/abc', '--json', '--upstream-protocols', 'http');
    const { trace } = JSON.parse(stdout) as { trace: { protocol: string }[] };
    expect(trace.map(({ protocol }) => protocol)).toEqual(['http', 'http']);
  });

  it('names the bootstrap file that is none', async () => {
    const path = files.path('odd.json');
    writeFileSync(path, '{"servers": 3}');
    const { status, stderr } = await outcome(['resolve', '20.1/a', '--bootstrap', path]);
    expect(status).toBe(2);
    expect(stderr).toContain(`bootstrap: ${path} cannot be used`);
  });

  it('does not believe a root that does not hold the keys of the bootstrap', async () => {
    const other = startProgram([
      'demo',
      '--network-only',
      '--write-bootstrap',
      files.path('o.json'),
    ]);
    await other.output(/Ready/);
    other.child.kill('SIGTERM');
    await other.ended;
    type Values = { index: number; type: string }[];
    type File = { handles: Record<string, { values: Values }> };
    const mine = JSON.parse(readFileSync(bootstrap, 'utf8')) as File;
    const text = JSON.stringify(mine);
    const keys = /"publicKey":(\{.*?\}\})/;
    const [, stranger = ''] =
      keys.exec(readFileSync(files.path('o.json'), 'utf8').replace(/\s/g, '')) ?? [];
    writeFileSync(files.path('forged.json'), text.replace(keys, `"publicKey":${stranger}`));
    const forged = ['--bootstrap', files.path('forged.json')];
    const { status, stderr } = await outcome(['resolve', '20.500.1/abc', ...forged]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/bad signature: .*--trust off/);
    expect(await outcome(['resolve', '20.500.1/abc', ...forged, '--trust', 'off'])).toMatchObject({
      status: 0,
    });
  });
});
