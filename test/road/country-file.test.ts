import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openCountryDatabase } from '../../src/country/country-database.ts';
import { type Clock, systemClock } from '../../src/system.ts';
import { databaseFile } from '../country/database-file.ts';
import { value } from '../http/kit/records.ts';
import { startTestProxy } from '../http/kit/serve.ts';

const H = '20.500.1/x';
const XML = `<l><location href="https://de.example/" country="de"/><location href="https://fr.example/" country="fr"/></l>`;

it('a running proxy sends visitors by the country database that is there now', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hdl-edge-country-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'country.mmdb');
  const write = (bytes: string | Uint8Array, seconds: number) => {
    writeFileSync(path, bytes);
    utimesSync(path, seconds, seconds);
  };
  let minutePasses: () => unknown = () => undefined;
  const clock: Clock = {
    ...systemClock,
    after(_, callback) {
      minutePasses = callback;
      return () => undefined;
    },
  };
  const problems: string[] = [];
  write(databaseFile({ country_code: 'DE' }), 1);
  const countries = await openCountryDatabase({
    path,
    clock,
    onProblem: ({ code }) => problems.push(code),
  });
  onTestFinished(() => countries.close());
  const proxy = await startTestProxy({ countries });
  proxy.resolver.record(H, value(1, '10320/loc', XML));
  const location = async () => (await proxy.get(`/${H}?ip=8.8.8.8`)).headers.location;

  expect(await location()).toBe('https://de.example/');
  write(databaseFile({ country_code: 'FR' }), 2);
  await minutePasses();
  expect(await location()).toBe('https://fr.example/');
  write('half a file', 3);
  await minutePasses();
  expect(await location()).toBe('https://fr.example/');
  expect(problems).toEqual(['not-a-database']);
});
