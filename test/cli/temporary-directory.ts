import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory for the files of a test. */
export function temporaryDirectory(): { path: (name: string) => string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'hdl-edge-'));
  return {
    path: (name) => join(directory, name),
    remove: () => rmSync(directory, { recursive: true }),
  };
}
