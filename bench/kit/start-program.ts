import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS } from '../../src/config/settings.ts';
import { type Child, talkTo } from './child.ts';
import { partAt } from './part.ts';

/** A running `hdl-edge serve`, with all that it does in service. */
export interface Program extends Child {
  readonly url: string;
}

const READY = /ready on (http:\/\/\S+?:\d+)\D/;

/**
 * Starts `hdl-edge serve` on any free port.
 *
 * @param settings further flags and their values
 * @throws Error with what it said when it ends instead
 */
export async function startProgram(
  bootstrap: unknown,
  settings: readonly string[] = [],
): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'hdl-edge-bench-'));
  const file = join(directory, 'bootstrap.json');
  writeFileSync(file, JSON.stringify(bootstrap));
  const logsOut = settings.includes('--access-log');
  const main = partAt('../../src/main');
  const probe = partAt('./probe');
  const child = fork(main.file, serveArguments(file, settings), {
    execArgv: ['--expose-gc', ...main.execArgv, '--import', probe.file],
    // Reading the log would cost whoever measures as much as writing it costs the program.
    stdio: ['ignore', logsOut ? 'ignore' : 'pipe', 'pipe', 'ipc'],
    env: ownEnvironment(),
  });
  try {
    const [talk, url] = await Promise.all([talkTo(child, 'hdl-edge'), readyUrl(child)]);
    return { ...talk, url };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The arguments of `hdl-edge serve` on free ports. */
export function serveArguments(bootstrap: string, settings: readonly string[]): string[] {
  const admin = 'adminPort' in SETTINGS ? ['--admin-port', '0'] : [];
  return ['serve', '--bootstrap', bootstrap, '--port', '0', ...admin, ...settings];
}

/** Without the settings of whoever runs the benchmarks. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('HDL_EDGE_')),
  );
}

/** Waits for the program to say where it answers. */
export function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (text: string) => {
      if (said.length > 100_000) return;
      said += text;
      const [, url] = READY.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('close', (status) => {
      reject(new Error(`hdl-edge ended with status ${status}: ${said.trim()}`));
    });
  });
}
