import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { partAt } from './part.ts';

/** A part of a measurement in a process of its own, so that its processor time is its own. */
export interface Child {
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Has it do something. */
  ask<Answer>(what: string, input?: unknown): Promise<Answer>;
  /** The processor time it has used since it began, and its memory now. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export interface Usage {
  /** User and system time of all its threads, in microseconds. */
  readonly cpuMicroseconds: number;
  /** Bytes. */
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

export interface Message {
  readonly id: number;
  readonly what: string;
  readonly input?: unknown;
}

export interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** @param name of the file in `bench/children` */
export async function startChild(name: string, input: unknown = {}): Promise<Child> {
  const { file, execArgv } = partAt(`../children/${name}`);
  const child = fork(file, { execArgv: ['--expose-gc', ...execArgv] });
  const talk = talkTo(child, name);
  child.send(input as object);
  return talk;
}

/**
 * @param child a process that runs {@link serveParent}
 * @param name for messages
 */
export async function talkTo(child: ChildProcess, name: string): Promise<Child> {
  const waiting = new Map<number, (reply: Reply) => void>();
  let lastId = 0;
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  child.once('exit', (status) => {
    for (const [id, tell] of waiting) tell({ id, error: `${name} ended with status ${status}` });
    waiting.clear();
  });

  function awaitReply(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ answer, error }) => {
        if (error === undefined) resolve(answer);
        else reject(new Error(error));
      });
    });
  }

  async function ask<Answer>(what: string, question?: unknown): Promise<Answer> {
    const id = ++lastId;
    const reply = awaitReply(id);
    child.send({ id, what, input: question } satisfies Message);
    return (await reply) as Answer;
  }

  const ready = (await awaitReply(0)) as Readonly<Record<string, unknown>>;
  return {
    ready,
    ask,
    usage: () => ask<Usage>('usage'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
