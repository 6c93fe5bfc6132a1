import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXTENSION = extname(import.meta.url);

/**
 * The file of a part of the benchmarks or of the program, and how Node is to run it: compiled where
 * this file is compiled, so that what is measured is what is shipped; otherwise as TypeScript.
 *
 * @param path from the folder `bench/kit`, without its extension
 */
export function partAt(path: string): { readonly file: string; readonly execArgv: string[] } {
  return {
    file: fileURLToPath(new URL(`${path}${EXTENSION}`, import.meta.url)),
    execArgv: EXTENSION === '.ts' ? ['--import', 'tsx'] : [],
  };
}
