import { spawn } from 'node:child_process';
import { type Ended, watch } from '../cli/program.ts';

/** Runs Node in a folder with the bootstrap of a network for tests. */
export function watchScript(directory: string, given: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, given, {
    cwd: directory,
    env: { PATH: process.env.PATH, BOOTSTRAP: 'bootstrap.json' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child).ended;
}
