import { statSync } from 'node:fs';

/** Changes whenever the file does; empty while there is none. */
export function fileVersion(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
