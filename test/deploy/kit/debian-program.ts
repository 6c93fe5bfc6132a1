import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian puts daemons, which is not in everybody's PATH. */
const DAEMONS = '/usr/sbin';

/**
 * Where a program is that not every machine has.
 *
 * @returns undefined when it is not there; then its tests are left out, which is said
 * @throws where everything is required
 */
export function debianProgram(name: string, packages = name): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), DAEMONS];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const advice = `there is no ${name}; install it (apt-get install ${packages})`;
  if (process.env.HDL_EDGE_REQUIRE_ALL === '1') throw new Error(`Tests with ${name}: ${advice}.`);
  process.stdout.write(`Tests with ${name} are left out: ${advice}.\n`);
  return undefined;
}
