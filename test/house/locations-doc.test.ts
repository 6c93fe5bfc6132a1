import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountryDatabase, openCountryDatabase } from '../../src/country/country-database.ts';
import { systemClock } from '../../src/system.ts';
import { ask } from '../http/kit/serve.ts';
import { type WholeProxy, wholeProxy } from '../http/kit/whole-proxy.ts';

/** One line of a table: what is in the cells as code. */
interface Example {
  readonly name: string;
  readonly handle: string;
  readonly values: readonly string[];
  readonly request: readonly string[];
  readonly answer: readonly string[];
}

const page = readFileSync('docs/locations.md', 'utf8');
const [, text = ''] = /<!-- examples -->(.*?)<!-- \/examples -->/s.exec(page) ?? [];

/** Each has a prefix of its own, for those that are about a prefix. */
const examples = text
  .split('\n')
  .filter((line) => /^\| (?!attribute|type|parameter|---)/.test(line))
  .map((line, position): Example => {
    const [, name = '', , record = '', request = '', answer = ''] = line.split(/(?<!\\)\|/);
    const code = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, inner = '']) => inner);
    return {
      name: name.trim(),
      handle: `20.800.${position}/x`,
      values: code(record),
      request: code(request),
      answer: code(answer),
    };
  });

const others = [...page.matchAll(/^\| `([^`]*\/[^`]*)` \| `(<[^`]*)` \|$/gm)].map(
  ([, handle = '', value = '']) => ({ handle, values: [value] }),
);

function typeOf(value: string): string {
  if (value.startsWith('<namespace')) return 'HS_NAMESPACE';
  if (value.startsWith('<links')) return '10320/links';
  if (value.startsWith('<')) return '10320/loc';
  return value.startsWith('X-') ? '10320/headers' : (value.split(' ')[0] ?? '');
}

function recordsOf(): Record<string, { values: object[] }> {
  const records: Record<string, { values: object[] }> = {};
  for (const { handle, values } of [...others, ...examples]) {
    for (const value of values) {
      const type = typeOf(value);
      const isNamespace = type === 'HS_NAMESPACE' && !handle.startsWith('0.');
      const name = isNamespace ? `0.NA/${handle.split('/')[0]}` : handle;
      const record = records[name] ?? { values: [] };
      records[name] = record;
      const index = (type === 'HS_NAMESPACE' ? 10 : 1) + record.values.length;
      const data = type.startsWith('URL') ? value.slice(type.length + 1) : value;
      record.values.push({ index, type, data: { format: 'string', value: data } });
    }
  }
  return records;
}

let countries: CountryDatabase;
let proxy: WholeProxy;
let port = 0;

beforeAll(async () => {
  countries = await openCountryDatabase({ clock: systemClock, onProblem: () => {} });
  proxy = await wholeProxy(recordsOf(), { countries });
  port = proxy.port;
});

afterAll(async () => {
  await proxy.close();
  countries.close();
});

describe('the examples of docs/locations.md', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(35);
    expect(others).toHaveLength(2);
  });

  it.each(examples)('$name: $values $request', async ({ handle, values, request, answer }) => {
    expect(values.length).toBeGreaterThan(0);
    const headers = Object.fromEntries(
      request
        .filter((part) => part.includes(': '))
        .map((part) => part.split(': ') as [string, string]),
    );
    const query = request.find((part) => !part.includes(': ')) ?? '';
    const got = await ask(port, `/${handle}${query}`, { headers });
    const [first = '', ...expectedHeaders] = answer;
    const [status, location] = first.split(' ');
    expect(got.status).toBe(Number(status));
    expect(got.headers.location).toBe(location?.replace('{handle}', encodeURIComponent(handle)));
    for (const line of expectedHeaders) {
      const [name = '', value = ''] = line.split(/: (.*)/s);
      expect(String(got.headers[name.toLowerCase()])).toContain(value);
    }
  });
});
