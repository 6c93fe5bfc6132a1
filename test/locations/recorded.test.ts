import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redirectTarget } from '../../src/locations/redirect-target.ts';
import { possible, value } from './world.ts';

interface Recorded {
  readonly handles: Readonly<
    Record<
      string,
      { values: { index: number; type: string; data: { format: string; value: unknown } }[] }
    >
  >;
  readonly cases: readonly {
    method: string;
    path: string;
    headers: Readonly<Record<string, string>>;
    outcomes: readonly string[];
  }[];
}

const file = new URL('../vectors/http.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

/** Plain redirects of stored records, by path and `locatt` alone. */
const cases = recorded.cases.flatMap(({ method, path, headers, outcomes }) => {
  const [, escaped = '', locatt] = /^\/([^?]*?)(?:\?locatt=(.*))?$/.exec(path) ?? [];
  // One recorded path is no UTF-8; it names no record either.
  const handle = escaped.includes('%ff') ? '' : decodeURIComponent(escaped);
  const record = recorded.handles[handle];
  const isRedirect = outcomes.every((outcome) => /^302 https?:/.test(outcome));
  const isPlain = method === 'GET' && Object.keys(headers).length === 0;
  if (record === undefined || !isRedirect || !isPlain) return [];
  return [{ handle, locatt, outcomes, values: record.values }];
});

describe('redirects recorded from the deployed proxy', () => {
  it('are many', () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  it.each(cases)('$handle $locatt: one of $outcomes', ({ handle, locatt, outcomes, values }) => {
    const stored = values.map(({ index, type, data }) =>
      value(
        index,
        type,
        data.format === 'base64' ? Buffer.from(String(data.value), 'base64') : String(data.value),
      ),
    );
    const known = { locatt: locatt === undefined ? [] : [locatt], address: '127.0.0.1' };
    const urls = possible(stored, known, handle).map((href) => {
      const target = redirectTarget(href ?? '');
      return 'location' in target ? `302 ${target.location}` : undefined;
    });
    expect(urls).toEqual([...new Set(outcomes)].sort());
  });
});
