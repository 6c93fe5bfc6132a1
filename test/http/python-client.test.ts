import { request } from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WholeProxy, wholeProxy } from './kit/whole-proxy.ts';

const text = (index: number, type: string, data: string) => ({
  index,
  type,
  data: { format: 'string', value: data },
  ttl: 86_400,
  timestamp: '2020-01-02T03:04:05Z',
});

const admin = {
  index: 100,
  type: 'HS_ADMIN',
  data: {
    format: 'admin',
    value: { handle: '21.T1/ADMIN', index: 300, permissions: '011111110011' },
  },
  ttl: 86_400,
  timestamp: '2020-01-02T03:04:05Z',
};

const RECORDS = {
  '21.T1/one': [text(1, 'URL', 'https://example.org/one'), text(2, 'CHECKSUM', 'ab12'), admin],
  '21.T1/alias': [text(1, 'HS_ALIAS', '21.T1/middle')],
  '21.T1/middle': [text(1, 'HS_ALIAS', '21.T1/one'), text(2, 'CHECKSUM', 'cd34')],
};

/** As the `requests` package sends them; the credentials are those of an index and a handle. */
const HEADERS = {
  'User-Agent': 'python-requests/2.31.0',
  'Accept-Encoding': 'gzip, deflate',
  Accept: '*/*',
  Connection: 'keep-alive',
};
const AUTHORIZED = {
  ...HEADERS,
  Authorization: `Basic ${Buffer.from('300%3A21.T1/ADMIN:secret').toString('base64')}`,
};
const JSON_CLIENT = { ...AUTHORIZED, 'Content-Type': 'application/json' };

let proxy: WholeProxy;
let port = 0;

beforeAll(async () => {
  const handles = Object.fromEntries(
    Object.entries(RECORDS).map(([handle, values]) => [handle, { values }]),
  );
  proxy = await wholeProxy(handles);
  port = proxy.port;
});

afterAll(() => proxy.close());

interface PythonResponse {
  readonly status: number;
  readonly json: {
    readonly responseCode: number;
    readonly handle: string;
    readonly values: readonly { index: number; type: string; data: { value: unknown } }[];
  };
}

/** A request with exactly these headers, its answer unpacked as `requests` does. */
function send(
  path: string,
  headers: Record<string, string> = HEADERS,
  method = 'GET',
): Promise<PythonResponse> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (got) => {
        const chunks: Buffer[] = [];
        got.on('data', (chunk: Buffer) => chunks.push(chunk));
        got.on('error', reject);
        got.on('end', () => {
          const body = Buffer.concat(chunks);
          const encoding = got.headers['content-encoding'];
          const plain =
            encoding === 'gzip'
              ? gunzipSync(body)
              : encoding === 'deflate'
                ? inflateSync(body)
                : body;
          resolve({ status: got.statusCode ?? 0, json: JSON.parse(plain.toString()) });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** What such clients look for in a record. */
function dataOf({ json }: PythonResponse, type: string): unknown {
  return json.values.find((value) => value.type === type)?.data.value;
}

const ONE = '/api/handles/21.T1/one';

describe('a Python handle client', () => {
  it.each([
    ['a record', ONE, HEADERS],
    ['with credentials for writing', ONE, AUTHORIZED],
    ['with the content type of a body it has not', ONE, JSON_CLIENT],
    ['past caches', `${ONE}?auth=true`, AUTHORIZED],
    ['past caches in Python spelling', `${ONE}?auth=True`, HEADERS],
    ['with an escaped slash', '/api/handles/21.T1%2Fone', HEADERS],
    ['in the case it was asked for', '/api/handles/21.t1/ONE', HEADERS],
  ])('reads %s', async (_what, path, headers) => {
    const response = await send(path, headers);
    expect(response.status).toBe(200);
    expect(response.json.responseCode).toBe(1);
    expect(dataOf(response, 'URL')).toBe('https://example.org/one');
    expect(dataOf(response, 'CHECKSUM')).toBe('ab12');
    expect(dataOf(response, 'HS_ADMIN')).toEqual(admin.data.value);
  });

  it.each([
    [`${ONE}?index=1`, ['URL']],
    [`${ONE}?index=1&index=2`, ['URL', 'CHECKSUM']],
    [`${ONE}?type=CHECKSUM`, ['CHECKSUM']],
    [`${ONE}?type=checksum&index=100`, ['CHECKSUM', 'HS_ADMIN']],
  ])('reads single values by %s', async (path, types) => {
    const { json } = await send(path, AUTHORIZED);
    expect(json.values.map(({ type }) => type)).toEqual(types);
  });

  it.each([
    ['no such handle', '/api/handles/21.T1/none', 404, { responseCode: 100 }],
    ['no such prefix', '/api/handles/21.T9/none', 404, { responseCode: 100 }],
    ['no such value', `${ONE}?index=77`, 200, { responseCode: 200, values: [] }],
    ['no such type', `${ONE}?type=EMAIL`, 200, { responseCode: 200, values: [] }],
  ])('can tell that there is %s', async (_what, path, status, members) => {
    const { json, ...response } = await send(path, AUTHORIZED);
    expect(response.status).toBe(status);
    expect(json).toMatchObject(members);
  });

  it('walks along aliases by itself', async () => {
    const passed: string[] = [];
    let handle: unknown = '21.T1/alias';
    let response = await send(`/api/handles/${handle}`, AUTHORIZED);
    while (dataOf(response, 'HS_ALIAS') !== undefined) {
      passed.push(response.json.handle);
      handle = dataOf(response, 'HS_ALIAS');
      response = await send(`/api/handles/${handle}`, AUTHORIZED);
    }
    expect(passed).toEqual(['21.T1/alias', '21.T1/middle']);
    expect(dataOf(response, 'URL')).toBe('https://example.org/one');
  });

  it('can have them followed instead, to the same end', async () => {
    const { json } = await send('/api/handles/21.T1/alias?follow=true', AUTHORIZED);
    const end = await send(ONE);
    expect(json).toEqual({ ...end.json, aliases: ['21.T1/alias', '21.T1/middle'] });
  });

  it.each(['PUT', 'DELETE'])('is told that it cannot %s here', async (method) => {
    const { status, json } = await send(`${ONE}?overwrite=true`, JSON_CLIENT, method);
    expect([status, json.responseCode]).toEqual([405, 5]);
  });
});
