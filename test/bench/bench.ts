import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Ended, watch } from '../cli/program.ts';

const RUN = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));

/** What `npm run bench -- …` does, with results in a place of their own. */
export async function bench(given: readonly string[]): Promise<Ended> {
  const results = mkdtempSync(join(tmpdir(), 'hdl-edge-bench-test-'));
  const all = ['--import', 'tsx', RUN, '--results', results, ...given];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(results, { recursive: true });
  });
  return watch(child).ended;
}
