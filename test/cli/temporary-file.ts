import { writeFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

/** A file that is gone after the test. @returns its path */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const { path, remove } = temporaryDirectory();
  onTestFinished(remove);
  writeFileSync(path(name), content);
  return path(name);
}
