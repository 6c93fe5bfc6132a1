import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AppOptions, createApp } from '../../src/http/app.ts';
import { startServer } from '../../src/http/server.ts';
import { loadTemplates } from '../../src/http/templates.ts';
import { parseNamespace } from '../../src/namespace/parse-namespace.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { systemClock } from '../../src/system.ts';
import { fakeResolver, NOW } from './kit/fake-resolver.ts';
import { askBytes } from './kit/serve.ts';

const chain = (contact: string) => [
  parseNamespace(`<n><contact>${contact}</contact></n>`, () => {}),
];
const CHAINS = [[], chain('desk@example.org'), chain('&lt;b&gt;desk@other.example')] as const;

/** Nothing exists; whom to ask hangs on the handle. */
const nothing = (handle: string) =>
  ({
    ...{ outcome: 'handle-not-found', responseCode: 100, message: '', cache: 'miss' },
    ...{ handle, asked: handle, aliases: [], namespaces: CHAINS[handle.length % 3] },
  }) as unknown as Resolution;

const OF_THE_CONNECTION = ['date', 'keep-alive', 'connection'];

async function emptyProxy(options: Partial<AppOptions> = {}) {
  const resolver = { ...fakeResolver(), resolve: async (handle: string) => nothing(handle) };
  const clock = { ...systemClock, now: () => NOW };
  const app = createApp({ resolver, clock, httpMaxAge: 3600, ready: () => true, ...options });
  let wasQuick: boolean | Promise<boolean> = false;
  const watched: typeof app = {
    ...app,
    quick(from) {
      wasQuick = app.quick(from);
      return wasQuick;
    },
  };
  const place = { host: '127.0.0.1', port: 0 };
  const quick = await startServer(watched, place);
  const straight = await startServer({ ...app, quick: () => false }, place);
  onTestFinished(async () => {
    await quick.close(0);
    await straight.close(0);
  });
  return async (path: string, asked: Asked = {}) => {
    const answer = await answerOf(quick.port, path, asked);
    expect(answer).toEqual(await answerOf(straight.port, path, asked));
    return { ...answer, wasQuick: await wasQuick };
  };
}

async function answerOf(port: number, path: string, asked: Asked) {
  const { status, headers, bytes } = await askBytes(port, path, asked);
  const { 'content-encoding': coding, 'content-length': length } = headers;
  const kept = Object.entries(headers).filter(
    // Compressed in parts, a page has other bytes.
    ([name]) => !OF_THE_CONNECTION.includes(name) && (name !== 'content-length' || !coding),
  );
  const isHead = asked.method === 'HEAD';
  expect(bytes.length).toBe(isHead ? 0 : Number(length));
  const body = isHead ? '' : textOf(coding, bytes);
  return { status, headers: Object.fromEntries(kept), body };
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

function textOf(coding: string | undefined, bytes: Buffer): string {
  if (coding === undefined) return bytes.toString();
  return (coding === 'gzip' ? gunzipSync(bytes) : brotliDecompressSync(bytes)).toString();
}

function templatesOf(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return loadTemplates(folder);
}

const BROWSER = {
  Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'Accept-Encoding': 'gzip, deflate, br',
};

const VISITORS: readonly Asked[] = [
  {},
  { headers: BROWSER },
  { headers: { ...BROWSER, 'Accept-Language': 'zh' } },
  { headers: { 'Accept-Encoding': 'br' } },
  { headers: { 'Accept-Encoding': 'br, gzip;q=0.5' } },
  { headers: { 'Accept-Language': 'de', 'Accept-Encoding': 'gzip;q=0' } },
  { headers: { Accept: 'application/json', 'Accept-Encoding': 'gzip' } },
  { headers: { Accept: 'application/problem+json', 'Accept-Language': 'fr' } },
  { method: 'HEAD' },
  { method: 'HEAD', headers: BROWSER },
];

/** Says more of some handles than of others, and is long enough to be encoded. */
const CHOOSY = `<%= it.handle?.length % 2 ? '${'odd'.repeat(400)}' : '${'even'.repeat(300)}' %>`;
const OWN_ERROR = `<% layout('@layout', { title: 'x' }) %>${CHOOSY}<%= it.handle %>`;
const OWN_LAYOUT = `<i>${CHOOSY}</i><%~ it.body %>`;

const SETTINGS: readonly (readonly [string, () => Partial<AppOptions>])[] = [
  ['as it comes', () => ({})],
  ['with keys for front caches', () => ({ surrogateKeys: true })],
  [
    'under an address and a title',
    () => ({ publicUrl: 'https://a.example/b/', siteTitle: '<Ours>' }),
  ],
  [
    'with a page that looks at the handle',
    () => ({ templates: templatesOf({ 'error.eta': OWN_ERROR }) }),
  ],
  ['with a frame of its own', () => ({ templates: templatesOf({ 'layout.eta': OWN_LAYOUT }) })],
  [
    'with texts that hold what pages are cut at',
    () => ({
      templates: templatesOf({
        'languages/en.json': '{"notFound.what": "a\\u0000b {handle} $& <i>"}',
      }),
    }),
  ],
];

const HOSTILE = [
  '<b>',
  '"',
  "'",
  '&amp;',
  '%25',
  '%',
  '$&',
  '$1',
  '{handle}',
  '\u0001',
  '\u007f',
  '\u2028',
  'ä',
  '😀',
  '`',
  '\\',
  '?',
  '#',
  '.',
  ')',
  '/',
  '//',
  ' ',
];

const name = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE, 'a', '7'), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 300, maxLength: 900 }),
);
const path = fc.oneof(
  name.map((text) => `/20.500.1/${encodeURIComponent(text)}`),
  name.map((text) => `/${encodeURIComponent(text)}`),
  name.map((text) => `/api/handles/20.500.1/${encodeURIComponent(text)}`),
  name.map((text) => `/20.500.1/${text.replace(/[^!"$&-;=@-~]/g, '')}`),
);

describe.each(SETTINGS)('that a handle does not exist, %s,', (_, options) => {
  it('is told as on the straight way, whatever the handle and whoever asks', async () => {
    const ask = await emptyProxy(options());
    await fc.assert(
      fc.asyncProperty(path, fc.constantFrom(...VISITORS), async (target, visitor) => {
        await ask(target, visitor);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the router', () => {
  it.each([
    ['a browser', '/20.500.1/x', { headers: BROWSER }, true],
    ['a client that asks for the head only', '/20.500.1/x', { method: 'HEAD' }, true],
    ['a program', '/20.500.1/x', { headers: { Accept: 'application/json' } }, true],
    ['a client of the API', '/api/handles/20.500.1/x', { headers: BROWSER }, true],
    ['one that gives parameters', '/api/handles/20.500.1/x?pretty', {}, false],
    ['a client that wants Brotli', '/20.500.1/x', { headers: { 'Accept-Encoding': 'br' } }, false],
    ['a handle that may be another', '/20.500.1/x.', { headers: BROWSER }, false],
  ] as const)('for %s: %s', async (_who, target, asked, expected) => {
    const ask = await emptyProxy();
    expect((await ask(target, asked)).wasQuick).toBe(expected);
  });
});
