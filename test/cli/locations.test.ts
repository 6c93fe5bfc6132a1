import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { databaseFile } from '../country/database-file.ts';
import { outcome, program } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const files = temporaryDirectory();
afterAll(() => files.remove());

const XML = `<l><location href="https://de.example/" country="de"/><location href="https://else.example/"/></l>`;
const records = files.path('records.json');
writeFileSync(
  records,
  JSON.stringify({
    handles: { '20.500.1/x': { values: [{ index: 1, type: '10320/loc', data: XML }] } },
  }),
);
const database = files.path('country.mmdb');
writeFileSync(database, databaseFile({ country_code: 'DE' }));

async function demo(...given: string[]) {
  const server = program(['demo', '--port', '0', '--records', records, ...given]);
  const [url = ''] = await server.output(/(?<=ready on )http:\/\/127\.0\.0\.1:\d+/i);
  return async (path: string, headers: Record<string, string> = {}) =>
    (await get(`${url}${path}`, headers)).headers.location;
}

describe('where visitors are', () => {
  it('is said by the database of the operator, behind proxies of the operator', async () => {
    const location = await demo('--country-database', database, '--trusted-proxies', '127.0.0.1');
    const forwarded = { 'X-Forwarded-For': '8.8.8.8' };
    expect(await location('/20.500.1/x', forwarded)).toBe('https://de.example/');
    expect(await location('/20.500.1/x', { 'X-Forwarded-For': '200.0.0.1' })).toBe(
      'https://else.example/',
    );
  });

  it('is said by nobody else', async () => {
    const location = await demo('--country-database', database);
    // Where the database of this test has even the loopback interface.
    expect(await location('/20.500.1/x', { 'X-Forwarded-For': '200.0.0.1' })).toBe(
      'https://de.example/',
    );
  });

  it.each([
    ['is not there', files.path('nowhere.mmdb'), 'cannot be read'],
    ['is something else', records, 'is no MaxMind database'],
    ['is a directory', files.path('.'), 'cannot be read'],
  ])('a database that %s ends the program', async (_, path, message) => {
    const { status, stdout, stderr } = await outcome([
      'serve',
      '--port',
      '0',
      '--country-database',
      path,
    ]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`countryDatabase: ${path}: ${message}`);
  });

  it.each(['10.0.0.0/33', 'proxy.example', '10.0.0.0/8,,', '::1/x'])(
    'a proxy written as %s ends the program',
    async (range) => {
      const { status, stderr } = await outcome(['serve', '--trusted-proxies', range]);
      expect(status).toBe(2);
      expect(stderr).toContain('trustedProxies');
      expect(stderr).toContain(range);
    },
  );

  it('a shortcut that could be no parameter ends the program', async () => {
    const { status, stderr } = await outcome(['serve', '--locatt-shortcuts', 'a b']);
    expect(status).toBe(2);
    expect(stderr).toContain('locattShortcuts');
  });
});
