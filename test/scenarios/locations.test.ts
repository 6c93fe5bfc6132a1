import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountryDatabase, openCountryDatabase } from '../../src/country/country-database.ts';
import { startDemoNetwork } from '../../src/demo/index.ts';
import { createApp } from '../../src/http/app.ts';
import { startServer } from '../../src/http/server.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { COUNTRY_ADDRESSES } from '../country/addresses.ts';
import { type Answer, ask } from '../http/kit/serve.ts';

/** `[type, text]`, or `[index, type, text]`; without an index it is the place in the list. */
type Value = readonly [type: string, data: string] | readonly [number, string, string];

interface Expected {
  readonly status: number;
  /** null: none. */
  readonly location?: string | null;
  /** Where a draw may lead. */
  readonly oneOf?: readonly string[];
  /** null: not sent. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Part of a header. */
  readonly includes?: Readonly<Record<string, string>>;
  /** Part of the body. */
  readonly contains?: string;
}

interface Step {
  readonly get?: string;
  readonly post?: string;
  readonly form?: string;
  readonly http?: '1.0';
  /** Asked of a proxy that believes no header. */
  readonly untrusted?: true;
  /** `{gb}` stands for an address in that country. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly expect: Expected;
}

interface Scenario {
  readonly name: string;
  readonly records: Readonly<Record<string, readonly Value[]>>;
  readonly steps: readonly Step[];
}

const file = new URL('locations/locations.json', import.meta.url);
const scenarios = JSON.parse(readFileSync(file, 'utf8')) as Scenario[];

const closers: (() => Promise<void> | void)[] = [];
let believing = 0;
let doubting = 0;

beforeAll(async () => {
  const handles = Object.assign(
    {},
    ...scenarios.map(({ records }) => records),
  ) as Scenario['records'];
  const network = await startDemoNetwork({
    records: {
      handles: Object.fromEntries(
        Object.entries(handles).map(([handle, values]) => [
          handle,
          { values: values.map(valueWith) },
        ]),
      ),
    },
  });
  const transport = createTransport({ clock: systemClock, allowAddress: () => true });
  const resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock: systemClock,
    random: Math.random,
  });
  const countries: CountryDatabase = await openCountryDatabase({
    clock: systemClock,
    onProblem: () => {},
  });
  closers.push(
    () => countries.close(),
    () => resolver.close(),
    () => transport.close(),
    () => network.close(),
  );
  const start = async (trustedProxies: readonly string[]) => {
    const app = createApp({
      resolver,
      clock: systemClock,
      countries,
      clientAddress: { trustedProxies, header: 'X-Forwarded-For' },
      httpMaxAge: 3600,
      ready: () => true,
    });
    const server = await startServer(app, { host: '127.0.0.1', port: 0 });
    closers.unshift(() => server.close(0));
    return server.port;
  };
  believing = await start(['127.0.0.1']);
  doubting = await start([]);
});

afterAll(async () => {
  for (const close of closers) await close();
});

function valueWith(value: Value, position: number) {
  const [index, type, data] = value.length === 3 ? value : [position + 1, ...value];
  return { index, type, data: { format: 'string', value: data } };
}

describe('locations, through HTTP and a handle network:', () => {
  for (const { name, steps } of scenarios) {
    for (const step of steps) {
      it(`${name}: ${requestLine(step)}`, async () => {
        check(await perform(step), step.expect);
      });
    }
  }
});

function requestLine({ get, post, form, headers = {}, http, untrusted }: Step): string {
  const extra = Object.entries(headers).map(([header, text]) => ` ${header}: ${text}`);
  return `${get ?? `POST ${post} ${form}`}${http === undefined ? '' : ' HTTP/1.0'}${extra.join(',')}${untrusted === undefined ? '' : ' (from a stranger)'}`;
}

async function perform(step: Step): Promise<Answer> {
  const { get, post, form, headers = {}, http, untrusted } = step;
  const port = untrusted === undefined ? believing : doubting;
  const sent = Object.fromEntries(
    Object.entries(headers).map(([header, text]) => [header, withAddresses(text)]),
  );
  if (http === '1.0') return oldRequest(port, get ?? '/');
  if (post === undefined) return ask(port, get ?? '/', { headers: sent });
  return ask(port, post, {
    method: 'POST',
    headers: { ...sent, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form ?? '',
  });
}

function withAddresses(text: string): string {
  return text.replace(/\{(\w\w)\}/g, (_, country: string) => COUNTRY_ADDRESSES[country] ?? '');
}

/** node:http sends nothing but HTTP/1.1, so its bytes are changed on their way. */
async function oldRequest(port: number, path: string): Promise<Answer> {
  const text = await new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
    });
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(received));
  });
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0]?.toLowerCase() ?? '', line.replace(/^[^:]*: */, '')]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

function check({ status, headers, body }: Answer, expected: Expected): void {
  expect(status).toBe(expected.status);
  if (expected.location !== undefined) expect(headers.location ?? null).toBe(expected.location);
  if (expected.oneOf !== undefined) expect(expected.oneOf).toContain(headers.location);
  for (const [name, text] of Object.entries(expected.headers ?? {})) {
    expect(headers[name] ?? null).toBe(text);
  }
  for (const [name, text] of Object.entries(expected.includes ?? {})) {
    expect(String(headers[name])).toContain(text);
  }
  if (expected.contains !== undefined) expect(body).toContain(expected.contains);
}
