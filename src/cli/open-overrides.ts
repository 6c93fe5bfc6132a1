import type { Observer } from '../events.ts';
import { type Overrides, readOverrides } from '../resolver/overrides.ts';
import type { Clock } from '../system.ts';
import { readJsonFile } from './json-file.ts';
import { rereadFile } from './reread-file.ts';

/** How often it is looked whether the file has changed, in milliseconds. */
const CHECK_MS = 500;

/**
 * The overrides of a file, which is read again when it has changed: that is looked at when a handle
 * is asked for, at most twice a second. What cannot be used then leaves the entries as they were.
 *
 * @throws {StartError} when the file cannot be used at first
 */
export function openOverrides(path: string, clock: Clock, observer: Observer): Overrides {
  const current = rereadFile(path, {
    clock,
    everyMs: CHECK_MS,
    read: () => readJsonFile('overrides', path, readOverrides),
    onProblem: (message) => observer.warning?.({ name: 'bad-overrides-file', message }),
  });
  return { find: (handle) => current().find(handle) };
}
