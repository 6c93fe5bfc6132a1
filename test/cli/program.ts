import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built program. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until what it has written so far matches. */
  output(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpExecArray>;
}

export interface ProgramOptions {
  /** The only variables the program sees, beside PATH; its admin listener takes any free port. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** Starts `hdl-edge` with these arguments. It must be ended by the caller. */
export function startProgram(given: readonly string[], options: ProgramOptions = {}): Program {
  const child = spawn(process.execPath, [MAIN, ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HDL_EDGE_ADMIN_PORT: '0', ...options.environment },
    ...(options.directory !== undefined && { cwd: options.directory }),
  });
  return watch(child);
}

/** What a child process with piped output says and how it ends. */
export function watch(child: ChildProcess): Program {
  const written = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, ...written }));
  });
  return {
    child,
    ended,
    output: (pattern, stream = 'stdout') =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(written[stream]);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then(() => {
          look();
          reject(new Error(`it ended without writing ${pattern}: ${JSON.stringify(written)}`));
        });
      }),
  };
}

/** Starts a program for one test, and kills it after the test if it still runs. */
export function program(given: readonly string[], options: ProgramOptions = {}): Program {
  const started = startProgram(given, options);
  onTestFinished(async () => {
    started.child.kill('SIGKILL');
    await started.ended;
  });
  return started;
}

/** Runs a program to its end. */
export function outcome(given: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  return program(given, options).ended;
}
