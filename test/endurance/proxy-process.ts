import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from './within.ts';

/** The built program. */
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PROBE = new URL('probe.mjs', import.meta.url).href;

export interface Health {
  /** Bytes, after the garbage has been collected. */
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  /** How late the event loop was since the last time this was asked, in milliseconds. */
  readonly delayP99: number;
}

export interface ProxyProcess {
  readonly url: string;
  /** Of the admin listener, with a slash at the end. */
  readonly adminUrl: string;
  readonly child: ChildProcess;
  /** What it has written to the error stream. */
  complaints(): string;
  health(): Promise<Health>;
  /** @returns its exit status */
  stop(): Promise<number | null>;
}

/** Starts `hdl-edge serve` for this network. */
export async function startProxy(
  bootstrap: unknown,
  flags: readonly string[] = [],
): Promise<ProxyProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'hdl-edge-endurance-'));
  const file = join(directory, 'bootstrap.json');
  await writeFile(file, JSON.stringify(bootstrap));
  const program = ['--expose-gc', '--import', PROBE, MAIN, 'serve', '--bootstrap', file];
  const child = spawn(
    process.execPath,
    [...program, '--port', '0', '--admin-port', '0', ...flags],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  // Whatever breaks the test off leaves no program behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-100_000);
  });
  const started = new Promise<[string, string]>((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-100_000);
      const [found] = /http:\/\/[\d.:]+/.exec(said) ?? [];
      const [, admin] = /For operators: (\S+)/.exec(said) ?? [];
      if (found !== undefined && admin !== undefined) resolve([found, admin]);
    });
    child.once('exit', () => reject(new Error(`the proxy did not start: ${complaints}`)));
  });
  const [url, adminUrl] = await within('the proxy serves', started);
  return {
    url,
    adminUrl,
    child,
    complaints: () => complaints,
    async health() {
      const answer = once(child, 'message');
      child.send('health');
      return ((await within('the proxy says how it is', answer)) as [Health])[0];
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await within('the proxy has ended', ended);
      }
      process.off('exit', kill);
      await rm(directory, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}
