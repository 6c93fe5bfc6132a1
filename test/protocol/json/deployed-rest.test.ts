import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Permission } from '../../../src/handle/permission.ts';
import { recordFromJson, recordToJson } from '../../../src/protocol/json/record-json.ts';
import { Reader } from '../../../src/protocol/reader.ts';
import { decodeValueList, encodeValueList } from '../../../src/protocol/value.ts';
import { Writer } from '../../../src/protocol/writer.ts';

interface RestCase {
  readonly method: string;
  readonly path: string;
  readonly json?: string;
}

/** Records, and what the deployed proxy answered to requests for them. */
const { handles, cases }: { handles: Record<string, unknown>; cases: readonly RestCase[] } =
  JSON.parse(readFileSync(new URL('../../vectors/http.json', import.meta.url), 'utf8'));

/** Answers with all public values of a record given in the file. */
const answers = cases.flatMap(({ method, path, json }) => {
  if (json === undefined || method !== 'GET' || /[?&](?:type|index|callback)=/.test(path)) {
    return [];
  }
  const { responseCode, handle } = JSON.parse(json);
  return responseCode === 1 && Object.hasOwn(handles, handle) ? [{ path, handle, json }] : [];
});

/** Some answers were asked for with line breaks; the order of their members counts. */
const compact = (json: string) => JSON.stringify(JSON.parse(json));

/** The values as a client gets them over the wire. */
function throughTheWire(handle: string) {
  const { values } = recordFromJson(handles[handle], handle);
  const writer = new Writer();
  encodeValueList(writer, values);
  return decodeValueList(new Reader(writer.finish()));
}

describe('records of the deployed proxy', () => {
  it('are enough to compare with', () => {
    expect(new Set(answers.map(({ handle }) => handle)).size).toBeGreaterThanOrEqual(12);
  });

  it.each(answers)('come out member by member: $path', ({ handle, json }) => {
    const values = throughTheWire(handle).filter(
      ({ permissions }) => (permissions & Permission.publicRead) !== 0,
    );
    expect(JSON.stringify({ responseCode: 1, ...recordToJson(handle, values) })).toBe(
      compact(json),
    );
  });

  it.each(Object.keys(handles))(
    'are what the file gives, after JSON and the wire: %s',
    (handle) => {
      const given = handles[handle] as { readonly values: unknown };
      expect(recordToJson(handle, throughTheWire(handle)).values).toEqual(given.values);
    },
  );
});
