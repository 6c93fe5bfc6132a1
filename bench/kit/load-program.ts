import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadReport } from '../../src/load/report/load-report.ts';
import { partAt } from './part.ts';
import { ownEnvironment } from './start-program.ts';

/**
 * Runs `hdl-edge load`.
 *
 * @throws Error with what it said when an answer was wrong or missing
 */
export async function loadProgram(target: string, flags: readonly string[]): Promise<LoadReport> {
  const directory = mkdtempSync(join(tmpdir(), 'hdl-edge-bench-'));
  const report = join(directory, 'report.json');
  const { file, execArgv } = partAt('../../src/main');
  try {
    const given = [...execArgv, file, 'load', target, ...flags, '--json', report];
    const child = spawn(process.execPath, given, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: ownEnvironment(),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = `${said}${text}`.slice(-10_000);
      });
    }
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`hdl-edge load ended with status ${status}: ${said}`);
    return JSON.parse(readFileSync(report, 'utf8')) as LoadReport;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
