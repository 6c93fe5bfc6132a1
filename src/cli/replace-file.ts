import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the program's own user may read or write what it keeps. */
const OWNER_ONLY = 0o600;

/**
 * Puts a file in the place of the one before: whoever reads it, at whatever moment and after whatever
 * crash, finds the one or the other whole. Several may do so at once; one of them is the last.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await withFile(temporary, 'wx', async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  // The new name is on the disk only when the folder is; where folders cannot be flushed, it will be.
  await withFile(dirname(path), 'r', (folder) => folder.sync()).catch(() => {});
}

async function withFile(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, OWNER_ONLY);
  try {
    await work(file);
  } finally {
    await file.close();
  }
}
