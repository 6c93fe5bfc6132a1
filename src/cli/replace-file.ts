import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the program's own user may read or write what it keeps. */
const OWNER_ONLY = 0o600;

/** How the names of files end that are not whole yet. */
export const UNFINISHED = '.tmp';

/**
 * Puts a file in the place of the one before: whoever reads it, at whatever moment, finds the one or
 * the other whole; also after a crash of the machine, if `write` flushes the file. Several may do so
 * at once; one of them is the last.
 */
export async function replaceFile<Result>(
  path: string,
  write: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}${UNFINISHED}`;
  try {
    const result = await withFile(temporary, 'wx', write);
    await rename(temporary, path);
    // The new name is on the disk only when the folder is; where folders cannot be flushed, it will be.
    await withFile(dirname(path), 'r', (folder) => folder.sync()).catch(() => {});
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function withFile<Result>(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, flags, OWNER_ONLY);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
