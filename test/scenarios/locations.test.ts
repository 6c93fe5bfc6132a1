import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountryDatabase, openCountryDatabase } from '../../src/country/country-database.ts';
import { systemClock } from '../../src/system.ts';
import { COUNTRY_ADDRESSES } from '../country/addresses.ts';
import { type Answer, ask } from '../http/kit/serve.ts';
import { type WholeProxy, wholeProxy } from '../http/kit/whole-proxy.ts';

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

let countries: CountryDatabase;
let proxy: WholeProxy;
let doubting = 0;

beforeAll(async () => {
  const records = Object.assign(
    {},
    ...scenarios.map((each) => each.records),
  ) as Scenario['records'];
  const handles = Object.fromEntries(
    Object.entries(records).map(([handle, values]) => [handle, { values: values.map(valueWith) }]),
  );
  countries = await openCountryDatabase({ clock: systemClock, onProblem: () => {} });
  proxy = await wholeProxy(handles, {
    countries,
    clientAddress: { trustedProxies: ['127.0.0.1'], header: 'X-Forwarded-For' },
  });
  doubting = (await proxy.another({ countries })).port;
});

afterAll(async () => {
  await proxy.close();
  countries.close();
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
  const port = untrusted === undefined ? proxy.port : doubting;
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
