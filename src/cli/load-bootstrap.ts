import type { Bootstrap } from '../resolver/bootstrap.ts';
import { readBootstrap } from '../resolver/bootstrap-file.ts';
import { publicRegistry } from '../resolver/public-registry.ts';
import { readJsonFile } from './json-file.ts';

/**
 * The bootstrap of a file, or the public registry's.
 *
 * @throws {StartError} when the file cannot be read or is no bootstrap
 */
export function loadBootstrap(path: string | undefined): Bootstrap {
  return path === undefined ? publicRegistry() : readJsonFile('bootstrap', path, readBootstrap);
}
