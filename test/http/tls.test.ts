import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { TLS_CHECK_MS } from '../../src/http/limits.ts';
import { reloadTls } from '../../src/http/reloading-tls.ts';
import { startServer } from '../../src/http/server.ts';
import { readTlsPair, TlsError, type TlsPair } from '../../src/http/tls-pair.ts';
import { systemClock } from '../../src/system.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { fakeResolver } from './kit/fake-resolver.ts';

const fixture = (name: string) => `test/http/fixtures/${name}.pem`;
const pairOf = (name: string): TlsPair => ({
  cert: readFileSync(fixture(`${name}-cert`), 'latin1'),
  key: readFileSync(fixture(`${name}-key`), 'latin1'),
});

async function serveTls(tls: TlsPair) {
  const app = createApp({
    resolver: fakeResolver(),
    clock: systemClock,
    httpMaxAge: 3600,
    ready: () => true,
  });
  const server = await startServer(app, { host: '127.0.0.1', port: 0, tls });
  onTestFinished(() => server.close(0));
  return server;
}

interface TlsAnswer {
  readonly status: number | undefined;
  /** Of the certificate that the server showed. */
  readonly name: string | string[] | undefined;
}

function get(port: number, ca: string, path: string): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, ca, agent: false }, (got) => {
      const socket = got.socket as import('node:tls').TLSSocket;
      const name = socket.getPeerCertificate().subject.CN;
      got.resume().on('end', () => resolve({ status: got.statusCode, name }));
    });
    sent.on('error', reject).end();
  });
}

function handshake(port: number, version: SecureVersion): Promise<string> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, rejectUnauthorized: false };
    // Today's OpenSSL takes old versions at this level only.
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket = connect({ ...options, ...old }, () => {
      resolve(socket.getProtocol() ?? '');
      socket.destroy();
    });
    socket.on('error', () => resolve('refused'));
  });
}

/** Files that a test may change. */
function changingFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const put = (part: 'cert' | 'key', name: string) =>
    cpSync(fixture(`${name}-${part}`), files[part]);
  put('cert', 'first');
  put('key', 'first');
  return { files, put };
}

async function reloading() {
  const { files, put } = changingFiles();
  const clock = new VirtualClock();
  const pairs: TlsPair[] = [];
  const problems: string[] = [];
  const end = reloadTls(await readTlsPair(files), {
    files,
    clock,
    onChange: (pair) => pairs.push(pair),
    onProblem: (message) => problems.push(message),
  });
  /** Looks once, and waits until it is done. */
  async function look() {
    clock.advance(TLS_CHECK_MS);
    await expect.poll(() => clock.alarms).toBe(1);
  }
  return { files, put, clock, pairs, problems, end, look };
}

describe('a listener with a certificate', () => {
  it('speaks HTTPS', async () => {
    const pair = pairOf('first');
    const { port } = await serveTls(pair);
    expect(await get(port, pair.cert, '/livez')).toEqual({
      status: 200,
      name: 'first.example.org',
    });
  });

  it.each([
    ['TLSv1.1', 'refused'],
    ['TLSv1.2', 'TLSv1.2'],
    ['TLSv1.3', 'TLSv1.3'],
  ] as const)('is asked for %s: %s', async (version, spoken) => {
    const { port } = await serveTls(pairOf('first'));
    expect(await handshake(port, version)).toBe(spoken);
  });

  it('shows another certificate when it gets one, without a pause', async () => {
    const second = pairOf('second');
    const server = await serveTls(pairOf('first'));
    server.renewTls(second);
    const answer = await get(server.port, second.cert, '/livez');
    expect(answer).toEqual({ status: 200, name: 'second.example.org' });
    expect(await handshake(server.port, 'TLSv1.1')).toBe('refused');
  });
});

const BAD: readonly (readonly [what: string, cert: string, key: string, message: string])[] = [
  ['a key of another certificate', 'first-cert', 'second-key', 'tlsKey: %key is not the key of'],
  ['a missing certificate', 'no-cert', 'first-key', 'tlsCert: %cert cannot be read: ENOENT'],
  ['a missing key', 'first-cert', 'no-key', 'tlsKey: %key cannot be read: ENOENT'],
  ['a key for a certificate', 'first-key', 'first-key', 'tlsCert: %cert holds no certificate'],
  ['a certificate for a key', 'first-cert', 'first-cert', 'tlsKey: %key holds no private key'],
  ['a key with a password', 'first-cert', 'locked-key', 'tlsKey: %key holds a key with a password'],
];

describe('a certificate and its key', () => {
  it.each(BAD)('are refused: %s', async (_, cert, key, message) => {
    const files = { cert: fixture(cert), key: fixture(key) };
    const error = await readTlsPair(files).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TlsError);
    const expected = message.replace('%cert', files.cert).replace('%key', files.key);
    expect((error as TlsError).message).toContain(expected);
  });

  it('are taken anew when both files have changed, and not before', async () => {
    const { put, pairs, problems, look } = await reloading();
    await look();
    put('cert', 'second');
    await look();
    await look();
    expect(pairs).toEqual([]);
    expect(problems).toHaveLength(1);
    put('key', 'second');
    await look();
    await look();
    expect(pairs).toEqual([pairOf('second')]);
    expect(problems).toHaveLength(1);
  });

  it('stay in use when their file is damaged', async () => {
    const { files, pairs, problems, look } = await reloading();
    writeFileSync(files.cert, 'nothing');
    await look();
    expect(pairs).toEqual([]);
    expect(problems).toMatchObject([expect.stringContaining('no certificate')]);
  });

  it('are not looked at any more when that has ended', async () => {
    const { clock, end } = await reloading();
    end();
    expect(clock.alarms).toBe(0);
  });
});
