import { readFileSync } from 'node:fs';

/** The version of this package; its package.json lies above `dist/` and `src/` alike. */
export function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}
