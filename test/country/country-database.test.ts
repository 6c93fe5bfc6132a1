import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CountryDatabase, openCountryDatabase } from '../../src/country/country-database.ts';
import { CountryError } from '../../src/country/errors.ts';
import { type Clock, systemClock } from '../../src/system.ts';
import { databaseFile } from './database-file.ts';

let directory: string;
let path: string;
const opened: CountryDatabase[] = [];
const problems: CountryError[] = [];
/** What waits for the clock. */
let waiting: (() => void)[] = [];

const clock: Clock = {
  ...systemClock,
  after(_, callback) {
    waiting.push(callback);
    return () => {
      waiting = waiting.filter((other) => other !== callback);
    };
  },
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hdl-edge-country-'));
  path = join(directory, 'country.mmdb');
});

afterEach(() => {
  for (const database of opened.splice(0)) database.close();
  problems.length = 0;
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function open(options: { path?: string } = {}): Promise<CountryDatabase> {
  const database = await openCountryDatabase({
    ...options,
    clock,
    onProblem: (problem) => problems.push(problem),
  });
  opened.push(database);
  return database;
}

let writes = 0;
async function write(data: string | Uint8Array): Promise<void> {
  await writeFile(path, data);
  // Two writes within the resolution of a file system's clock would look like one.
  writes += 1;
  await utimes(path, writes, writes);
}

describe('the database that comes with the package', () => {
  it('knows public addresses of both families', async () => {
    const database = await open();
    expect(database.countryOf('8.8.8.8')).toBe('US');
    expect(database.countryOf('2001:4860:4860::8888')).toBe('US');
    expect(database.countryOf('::ffff:8.8.8.8')).toBe('US');
  });

  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'junk',
    '',
    '8.8.8.8:53',
    '8.8.8',
  ])('knows no country of %j', async (address) => {
    expect((await open()).countryOf(address)).toBeUndefined();
  });

  it('says what it is and how old', async () => {
    expect((await open()).description()).toMatch(/country.*, 20\d\d-\d\d-\d\d$/);
  });
});

describe('a database of one’s own', () => {
  it.each([
    ['of MaxMind', { country: { iso_code: 'DE', names: { en: 'Germany' } } }],
    [
      'of MaxMind, where only the registration is known',
      { registered_country: { iso_code: 'DE' } },
    ],
    ['of DB-IP', { continent: { code: 'EU' }, country: { iso_code: 'DE' } }],
    ['of codes', { country_code: 'DE' }],
    ['of codes in small letters', { country: 'de' }],
  ])('%s is read', async (_, record) => {
    await write(databaseFile(record));
    const database = await open({ path });
    expect(database.countryOf('8.8.8.8')).toBe('DE');
    expect(database.countryOf('200.0.0.1')).toBeUndefined();
  });

  it('without a country in its records knows none', async () => {
    await write(databaseFile({ country: { iso_code: 'Germany' } }));
    expect((await open({ path })).countryOf('8.8.8.8')).toBeUndefined();
  });

  it('for IPv4 only knows nothing of IPv6', async () => {
    await write(databaseFile({ country_code: 'DE' }));
    expect((await open({ path })).countryOf('2001:4860::1')).toBeUndefined();
  });

  it.each([
    ['is missing', undefined, 'unreadable'],
    ['is something else', 'no database', 'not-a-database'],
  ])('that %s is an error', async (_, content, code) => {
    const file = join(directory, 'other.mmdb');
    if (content !== undefined) await writeFile(file, content);
    await expect(open({ path: file })).rejects.toMatchObject({ name: 'CountryError', code });
  });
});

describe('a database file that changes', () => {
  it('is read again', async () => {
    await write(databaseFile({ country_code: 'DE' }));
    const database = await open({ path });
    await write(databaseFile({ country_code: 'FR' }));
    expect(await database.refresh()).toBe(true);
    expect(database.countryOf('8.8.8.8')).toBe('FR');
  });

  it('is looked at again and again, by the clock', async () => {
    await write(databaseFile({ country_code: 'DE' }));
    const database = await open({ path });
    for (const country of ['FR', 'IT']) {
      await write(databaseFile({ country_code: country }));
      for (const callback of waiting.splice(0)) await callback();
      expect(database.countryOf('8.8.8.8')).toBe(country);
    }
  });

  it('is left alone while it has not changed', async () => {
    await write(databaseFile({ country_code: 'DE' }));
    expect(await (await open({ path })).refresh()).toBe(false);
  });

  it('into something else leaves the old data in use, and is reported once', async () => {
    await write(databaseFile({ country_code: 'DE' }));
    const database = await open({ path });
    await write('half a fil');
    expect(await database.refresh()).toBe(false);
    expect(await database.refresh()).toBe(false);
    expect(database.countryOf('8.8.8.8')).toBe('DE');
    expect(problems.map(({ code }) => code)).toEqual(['not-a-database']);
    expect(problems[0]).toBeInstanceOf(CountryError);
  });

  it('is no longer looked at once it is closed', async () => {
    await write(databaseFile({ country_code: 'DE' }));
    const database = await open({ path });
    database.close();
    expect(waiting).toEqual([]);
  });
});
