import { readFileSync, statSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** Bytes of a file that an operator names: all of it is held in memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Reads the file that a setting names, and what it means.
 *
 * @param read turns the bytes into what is wanted, or throws
 * @throws {StartError} naming the setting and the file
 */
export function readNamedFile<T>(setting: string, path: string, read: (bytes: Uint8Array) => T): T {
  try {
    return read(readBounded(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${setting}: ${path} cannot be used: ${reason}`, 2, error);
  }
}

/** @throws when it cannot be read or is far too large */
export function readBounded(path: string): Uint8Array {
  const { size } = statSync(path);
  if (size > MAX_FILE_BYTES) throw new Error(`it has ${size} bytes`);
  return readFileSync(path);
}
