import type { Message, Reply, Usage } from './child.ts';

type Action = (input: never) => unknown;

/** What the parent gave this process to begin with. */
export function inputFromParent<Input>(): Promise<Input> {
  return new Promise((resolve) => process.once('message', (input) => resolve(input as Input)));
}

/**
 * Tells the parent that this process is ready, then does what it asks for. The process ends when the
 * parent lets go of it.
 */
export function serveParent(
  ready: Readonly<Record<string, unknown>>,
  actions: Readonly<Record<string, Action>> = {},
): void {
  const all: Readonly<Record<string, Action>> = { usage, settled, ...actions };
  process.on('message', async ({ id, what, input }: Message) => {
    const action = all[what];
    try {
      if (action === undefined) throw new Error(`${what} is nothing that this process does`);
      send({ id, answer: await action(input as never) });
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit());
  send({ id: 0, answer: ready });
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpuMicroseconds: user + system, rss, heapUsed, external };
}

/** Memory after everything that can be let go is gone. */
async function settled(): Promise<Usage> {
  for (let i = 0; i < 4; i++) {
    await new Promise((done) => setTimeout(done, 50));
    globalThis.gc?.();
  }
  return usage();
}

function send(reply: Reply): void {
  process.send?.(reply);
}
