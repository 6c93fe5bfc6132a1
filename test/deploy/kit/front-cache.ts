import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../shared-cache/kit/until.ts';

export interface FrontCache {
  /** Asks it from another address than its own, so that it is seen whose address is passed on. */
  ask(path: string, headers?: Record<string, string>, method?: string): Promise<FrontAnswer>;
  stop(): Promise<void>;
}

export interface FrontAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Where the visitors of tests are. */
export const VISITOR = '127.0.0.2';

/** What a front cache is started with. */
export interface FrontPlace {
  /** A folder of its own. */
  readonly folder: string;
  /** Where it is to listen, on 127.0.0.1. */
  readonly port: number;
}

/** Gives the program and its arguments, and a config file to be written to `config` in the folder. */
type Prepare = (place: FrontPlace) => {
  config: string;
  command: readonly [string, ...string[]];
};

/** More than ever fail one after the other. */
const TRIES = 5;

/** At any port. One that was free a moment ago need not be any more. */
export async function startFrontCache(prepare: Prepare): Promise<FrontCache> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(prepare);
    } catch (error) {
      if (tries === TRIES || !/already in use/.test(String(error))) throw error;
    }
  }
}

async function startOnce(prepare: Prepare): Promise<FrontCache> {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-front-'));
  // They read it as users that may do less.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const { config, command } = prepare({ folder, port });
  writeFileSync(join(folder, 'config'), config);
  const [program, ...given] = command;
  const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = once(child, 'close');
  const ask: FrontCache['ask'] = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, headers, method, localAddress: VISITOR };
      http
        .request({ ...options, agent: false }, (response) => {
          response.resume();
          response.once('end', () =>
            resolve({ status: response.statusCode, headers: response.headers }),
          );
        })
        .once('error', reject)
        .end();
    });
  const isUp = async () => {
    if (child.exitCode !== null) throw new Error(`${program} has ended: ${said}`);
    const answer = await ask('/readyz').catch(() => undefined);
    return answer?.status === 200;
  };
  async function stop() {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  }
  try {
    await until(`${program} answers`, isUp);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ask, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
