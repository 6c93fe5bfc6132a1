import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DoorState } from '../../src/demo/faults.ts';
import type { OddAnswer } from '../../src/demo/odd-answer.ts';
import type { RecordsFile } from '../../src/demo/records-file.ts';
import { within } from './within.ts';

/** What the network can be told to do, and which of its servers. */
export type Order = { readonly whom?: 'root' | 'local' | 'all' } & (
  | { readonly what: 'doors'; readonly state: DoorState }
  | {
      readonly what: 'faults';
      readonly dropShare?: number;
      readonly delayMs?: number;
      readonly odd?: OddAnswer | undefined;
    }
  | { readonly what: 'heal' }
  /** How many requests have arrived. */
  | { readonly what: 'requests' }
  /** How many forged datagrams go before each answer. @returns how many there have been so far */
  | { readonly what: 'forge'; readonly count: number }
);

export interface Question {
  readonly id: number;
  readonly order: Order;
}

export interface NetworkProcess {
  readonly bootstrap: unknown;
  /** A port that leads to the server of the first prefix, by way of a forger. */
  readonly forgerPort: number;
  tell<Answer = void>(order: Order): Promise<Answer>;
  stop(): Promise<void>;
}

/** Handles with one URL each: `20.500.1/0`, `20.500.1/1`, … */
export interface Handles {
  readonly count: number;
  readonly ttlSeconds: number;
}

const CHILD = fileURLToPath(new URL('network-child.ts', import.meta.url));

/** Starts a handle network in a process of its own, so that it can be busy without us. */
export async function startNetwork(handles: Handles): Promise<NetworkProcess> {
  const child = fork(CHILD, [`${handles.count} ${handles.ttlSeconds}`], {
    execArgv: ['--import', 'tsx'],
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const answerTo = (id: number) => new Promise((resolve) => waiting.set(id, resolve));
  const { bootstrap, forgerPort } = (await within(
    'the handle network is there',
    answerTo(0),
  )) as NetworkProcess;
  let lastId = 0;
  return {
    bootstrap,
    forgerPort,
    tell<Answer>(order: Order) {
      const id = ++lastId;
      child.send({ id, order } satisfies Question);
      return within('the handle network obeys', answerTo(id)) as Promise<Answer>;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await within('the handle network has ended', ended);
    },
  };
}

/** @param text the numbers of `Handles` */
export function recordsOf(text: string): RecordsFile {
  const [count = 1, ttl = 5] = text.split(' ').map(Number);
  const handles: Record<string, { values: unknown[] }> = {};
  for (let n = 0; n < count; n++) {
    const data = { format: 'string', value: urlOf(n) };
    handles[handleOf(n)] = { values: [{ index: 1, type: 'URL', ttl, data }] };
  }
  return { handles };
}

export function handleOf(n: number): string {
  return `20.500.1/${n}`;
}

export function urlOf(n: number): string {
  return `https://example.org/object/${n}`;
}
