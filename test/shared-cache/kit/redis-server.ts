import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { createClient } from '@redis/client';

/** A real Redis on the loopback interface that keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  /** Ends it at once, with everything it has; nothing is left of its connections. */
  kill(): Promise<void>;
  /** The same address, and nothing in it. */
  restart(): Promise<void>;
  /** It goes on existing and answers nobody. */
  pause(): void;
  resume(): void;
  /** A connection of the test's own. */
  run<Result>(use: (client: ReturnType<typeof createClient>) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
}

const PROGRAM = 'redis-server';
const READY = 'Ready to accept connections';
const TAKEN = 'Address already in use';
/** More than ever fail one after the other. */
const TRIES = 20;

/**
 * Whether the tests with Redis are to be left out, which is said once.
 *
 * @throws where everything is required
 */
export function isWithoutRedis(): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, PROGRAM)))) return false;
  const advice = `there is no ${PROGRAM}; install it (apt-get install redis-server)`;
  if (process.env.HDL_EDGE_REQUIRE_ALL === '1') throw new Error(`The tests with Redis: ${advice}.`);
  process.stdout.write(`The tests with Redis are left out: ${advice}.\n`);
  return true;
}

/** @param flags further ones, such as `--requirepass` */
export async function startRedis(flags: readonly string[] = []): Promise<RedisServer> {
  const { port, child: first } = await launchAnywhere(flags);
  let child = first;
  const url = `redis://127.0.0.1:${port}`;
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    kill,
    async restart() {
      await kill();
      child = await relaunch(port, flags);
    },
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async run(use) {
      const client = createClient({ url });
      client.on('error', () => {});
      await client.connect();
      try {
        return await use(client as ReturnType<typeof createClient>);
      } finally {
        client.destroy();
      }
    },
    stop: kill,
  };
}

/** At any port. One that was free a moment ago need not be any more. */
async function launchAnywhere(flags: readonly string[]) {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      return { port, child: await launch(port, flags) };
    } catch (error) {
      if (tries === TRIES || !isTaken(error)) throw error;
    }
  }
}

/** At its old port, which the system may have given to somebody's client for the time of a request. */
async function relaunch(port: number, flags: readonly string[]): Promise<ChildProcess> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch(port, flags);
    } catch (error) {
      if (tries === TRIES || !isTaken(error)) throw error;
    }
  }
}

const isTaken = (error: unknown) => error instanceof Error && error.message.includes(TAKEN);

async function launch(port: number, flags: readonly string[]): Promise<ChildProcess> {
  const where = ['--bind', '127.0.0.1', '--port', String(port)];
  const child = spawn(PROGRAM, [...where, '--save', '', '--appendonly', 'no', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text;
    if (said.includes(READY)) break;
  }
  if (!said.includes(READY)) throw new Error(`${PROGRAM} did not start: ${said}`);
  // Leaving the loop has closed the pipe; nothing more is written there but to a log nobody reads.
  await answering(port);
  return child;
}

async function answering(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}

/** A port that nobody listens at, just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
