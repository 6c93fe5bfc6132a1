import { accessSync, constants, mkdirSync } from 'node:fs';
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
    mkdirSync(path, { recursive: true, mode: OWNER_ONLY });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`stateDir: ${path} cannot be used: ${reason}`, 2, error);
  }
}
