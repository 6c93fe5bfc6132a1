import { readFileSync } from 'node:fs';
import { StartError } from './start-error.ts';

/**
 * Reads the JSON file that a setting names, and what it means.
 *
 * @param read turns the JSON into what is wanted, or throws
 * @throws {StartError} naming the setting and the file
 */
export function readJsonFile<T>(setting: string, path: string, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${setting}: ${path} cannot be used: ${reason}`, 2, error);
  }
}
