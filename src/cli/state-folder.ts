import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './start-error.ts';

/** Only the program's own user gets in, where the folder is new. */
const OWNER_ONLY = 0o700;

/**
 * Makes sure that there is a folder that can be written to.
 *
 * @throws {StartError} naming the setting and the folder
 */
export function openStateFolder(path: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`stateDir: ${path} cannot be used: ${reason}`, 2, error);
  }
}

/** Not with `recursive`: where a folder is refused as if the one above were missing (/proc), that never ends. */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: OWNER_ONLY });
  } catch (error) {
    // Another process may have been faster.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
