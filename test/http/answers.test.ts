import { describe, expect, it } from 'vitest';
import { tableRows } from '../house/markdown.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const DOCS = 'docs/http.md';

async function proxy() {
  const started = await startTestProxy();
  started.resolver.record('20.500.1/book', url('https://example.org/book'));
  started.resolver.record('20.500.1/mail', value(1, 'EMAIL', 'a@example.org'));
  return started;
}

const ANSWERS = tableRows(DOCS, 'answers').map((row) => {
  const [method = '', path = ''] = row.request?.split(' ') ?? [];
  const isJson = row.answer?.includes('application/json');
  const headers: Record<string, string> = isJson ? { Accept: 'application/json' } : {};
  return { row, name: `${row.answer}: ${row.request}`, path, asked: { method, headers } };
});

describe('an answer has the headers of its kind', () => {
  it.each(ANSWERS)('$name', async ({ row, path, asked }) => {
    const { get } = await proxy();
    const { status, headers } = await get(path, asked);
    expect({
      status: String(status),
      'Content-Type': headers['content-type'] ?? '–',
      'Cache-Control': headers['cache-control'] ?? '–',
      Vary: headers.vary ?? '–',
      ETag: headers.etag === undefined ? '–' : 'yes',
      Link: headers.link === undefined ? '–' : 'yes',
    }).toEqual({
      status: row.status,
      'Content-Type': row['Content-Type'],
      'Cache-Control': row['Cache-Control'],
      Vary: row.Vary,
      ETag: row.ETag,
      Link: row.Link,
    });
  });

  it.each(ANSWERS.filter(({ asked }) => asked.method === 'GET'))(
    'and HEAD has the same: $name',
    async ({ path, asked }) => {
      const { get } = await proxy();
      const [full, head] = [await get(path, asked), await get(path, { ...asked, method: 'HEAD' })];
      expect({ ...head.headers, date: '' }).toEqual({ ...full.headers, date: '' });
      expect([head.status, head.body]).toEqual([full.status, '']);
    },
  );

  it('is said for every kind there is', () => {
    expect(ANSWERS.length).toBeGreaterThanOrEqual(17);
  });
});

const ALL = [
  ...ANSWERS,
  { name: 'not modified', path: '/', asked: { method: 'GET', headers: { 'If-None-Match': '*' } } },
  { name: 'bad address', path: '/20.500.1/%zz', asked: { method: 'GET' } },
  { name: 'too long', path: `/${'x'.repeat(9000)}`, asked: { method: 'GET' } },
];

/** The rows that say what an answer of this status has besides. */
function rowsFor(table: string, status: number, location: string | undefined) {
  return tableRows(DOCS, table).filter(({ on }) => {
    if (on === 'preflights') return false;
    return on === 'every answer' || (status !== 204 && location === undefined);
  });
}

describe.each(['cors', 'security'])('the headers of the table %s', (table) => {
  it.each(ALL)('are on $name', async ({ path, asked }) => {
    const { get } = await proxy();
    const { status, headers } = await get(path, asked);
    for (const { header = '', value: expected = '' } of rowsFor(table, status, headers.location)) {
      const isForm = path === '/' && header === 'Content-Security-Policy';
      const wanted = isForm
        ? expected.replace("form-action 'self'", "form-action 'self' http: https: ftp: mailto:")
        : expected;
      expect([header, headers[header.toLowerCase()]]).toEqual([header, wanted]);
    }
  });
});

describe('a redirect', () => {
  it('leaves it to the linking page what the destination learns', async () => {
    const { get } = await proxy();
    const { headers } = await get('/20.500.1/book');
    expect(headers).not.toHaveProperty('referrer-policy');
    expect(headers).not.toHaveProperty('x-frame-options');
  });
});

describe('a preflight', () => {
  const PREFLIGHT = {
    Origin: 'https://a.example',
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'Authorization, X-Any',
  };

  it('is answered as the table says', async () => {
    const { get } = await proxy();
    const { status, headers } = await get('/20.500.1/book', {
      method: 'OPTIONS',
      headers: PREFLIGHT,
    });
    expect(status).toBe(204);
    for (const { header = '', value: expected } of tableRows(DOCS, 'cors')) {
      expect([header, headers[header.toLowerCase()]]).toEqual([header, expected]);
    }
  });

  it.each([
    ['nothing', undefined],
    ['no list', 'X-A; X-B'],
    ['too much', 'x'.repeat(2000)],
  ])('that asks for %s is told of all simple headers', async (_, asked) => {
    const { get } = await proxy();
    const headers = asked === undefined ? {} : { 'Access-Control-Request-Headers': asked };
    const answer = await get('/20.500.1/book', { method: 'OPTIONS', headers });
    expect(answer.headers['access-control-allow-headers']).toBe('*');
  });
});
