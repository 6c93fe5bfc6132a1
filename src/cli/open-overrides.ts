import { statSync } from 'node:fs';
import type { Observer } from '../events.ts';
import { type Overrides, readOverrides } from '../resolver/overrides.ts';
import type { Clock } from '../system.ts';
import { readJsonFile } from './json-file.ts';

/** How often it is looked whether the file has changed, in milliseconds. */
const CHECK_MS = 500;

/**
 * The overrides of a file, which is read again when it has changed: that is looked at when a handle
 * is asked for, at most twice a second. What cannot be used then leaves the entries as they were.
 *
 * @throws {StartError} when the file cannot be used at first
 */
export function openOverrides(path: string, clock: Clock, observer: Observer): Overrides {
  let version = versionOf(path);
  let current = readJsonFile('overrides', path, readOverrides);
  let lookedAt = clock.elapsed();

  function look(): void {
    const now = clock.elapsed();
    if (now - lookedAt < CHECK_MS) return;
    lookedAt = now;
    const present = versionOf(path);
    if (present === version) return;
    version = present;
    try {
      current = readJsonFile('overrides', path, readOverrides);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      observer.warning?.({ name: 'bad-overrides-file', message });
    }
  }

  return {
    find(handle) {
      look();
      return current.find(handle);
    },
  };
}

/** Changes whenever the file does; empty while there is none. */
function versionOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
