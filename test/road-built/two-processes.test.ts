import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Program, startProgram } from '../cli/program.ts';
import { get } from '../cli/request.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

type Records = Readonly<Record<string, { readonly values: readonly unknown[] }>>;

/** Names in which something wants to be read as something else. */
const ODD_NAMES = [
  'hash#tag',
  '#',
  'pct%41x',
  '100%',
  '%',
  '%2F',
  '%00',
  'what?a=b',
  '?',
  'a?noredirect',
  'sp ace',
  ' leading',
  'tab\there',
  'ünïcødé-日本語',
  'e\u0301 beside \u00e9',
  '😀',
  '\u202eleft',
  '\ufeffbom',
  'quote"<x>\'',
  '`tick`',
  'back\\slash',
  '\\',
  '.',
  '..',
  'dot/../up',
  './x',
  'x/.',
  'x/..',
  '...',
  'trailing/',
  'two//slashes',
  '/leading',
  '',
  'semi;colon',
  'plus+and&equals=',
  'at@sign',
  ':',
  'https://example.org/a?b=c#d',
  '20.500.1/nested',
  'line\nend',
  'carriage\rreturn',
  '\u007f',
  '[brackets]{braces}|^',
  '~',
  'x'.repeat(2_000),
  '日'.repeat(670),
].map((name) => `20.500.21/${name}`);

const ENDS_WITH_SPACE = '20.500.21/end ';

const OWN: Records = Object.fromEntries(
  [...ODD_NAMES, ENDS_WITH_SPACE].map((handle, position) => {
    const data = { format: 'string', value: `https://example.org/${position}` };
    return [handle, { values: [{ index: 1, type: 'URL', data }] }];
  }),
);

/** Records that the deployed software was asked for. */
const { handles: DEPLOYED } = JSON.parse(
  readFileSync(new URL('../vectors/http.json', import.meta.url), 'utf8'),
) as { readonly handles: Records };

const RECORDS: Records = { ...DEPLOYED, ...OWN };

const files = temporaryDirectory();
let network: Program;
let proxy: Program;
let base = '';

beforeAll(async () => {
  const records = files.path('records.json');
  const bootstrap = files.path('bootstrap.json');
  writeFileSync(records, JSON.stringify({ handles: RECORDS }));
  const given = ['--records', records, '--write-bootstrap', bootstrap, '--handle-port', '0'];
  network = startProgram(['demo', '--network-only', ...given]);
  await network.output(/Ready/);
  proxy = startProgram(['serve', '--port', '0', '--bootstrap', bootstrap]);
  [, base = ''] = await proxy.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
});

afterAll(async () => {
  for (const { child, ended } of [proxy, network]) {
    child.kill('SIGTERM');
    await ended;
  }
  files.remove();
});

interface RestBody {
  readonly responseCode: number;
  readonly handle: string;
  readonly values?: readonly { readonly index: number }[];
}

async function record(handle: string): Promise<RestBody> {
  const { body } = await get(`${base}/api/handles/${escaped(handle)}`);
  return JSON.parse(body) as RestBody;
}

/** As `encodeURIComponent`, with the slashes left. */
function escaped(handle: string): string {
  return handle.split('/').map(encodeURIComponent).join('/');
}

function indexesOf(values: readonly unknown[]): number[] {
  return (values as { index: number }[]).map(({ index }) => index);
}

/** The permission for everybody to read; all values have it that do not say otherwise. */
function isPublic(value: unknown): boolean {
  const { permissions = '1110' } = value as { permissions?: string };
  return permissions.padStart(4, '0')[2] === '1';
}

describe('a proxy in one process over a handle network in another', () => {
  it.each(Object.keys(RECORDS))('finds %j', async (handle) => {
    const given = RECORDS[handle]?.values ?? [];
    const { responseCode, handle: named, values = [] } = await record(handle);
    expect(named).toBe(handle);
    const expected = indexesOf(given.filter(isPublic));
    if (expected.length === 0) expect(responseCode).toBe(200);
    // Values that belong to a prefix get others beside them.
    else expect(indexesOf(values)).toEqual(expect.arrayContaining(expected));
  });

  it('finds a name that ends with a space by the API only, where nothing is trimmed', async () => {
    expect((await record(ENDS_WITH_SPACE)).responseCode).toBe(1);
    expect((await get(`${base}/${escaped(ENDS_WITH_SPACE)}`)).status).toBe(404);
  });

  it.each(ODD_NAMES)('redirects from %j', async (handle) => {
    const { status, headers } = await get(`${base}/${escaped(handle)}`);
    const location = `https://example.org/${ODD_NAMES.indexOf(handle)}`;
    expect({ status, location: headers.location }).toEqual({ status: 302, location });
  });

  it.each(ODD_NAMES)('redirects from %j with every byte escaped', async (handle) => {
    const bytes = [...Buffer.from(handle)];
    const path = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const { status } = await get(`${base}/${path}`);
    expect(status).toBe(302);
  });
});
