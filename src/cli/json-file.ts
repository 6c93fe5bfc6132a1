import { readNamedFile } from './named-file.ts';

/**
 * Reads the JSON file that a setting names, and what it means.
 *
 * @param read turns the JSON into what is wanted, or throws
 * @throws {StartError} naming the setting and the file
 */
export function readJsonFile<T>(setting: string, path: string, read: (json: unknown) => T): T {
  return readNamedFile(setting, path, (bytes) => read(JSON.parse(new TextDecoder().decode(bytes))));
}
