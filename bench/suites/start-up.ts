import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerOf } from '../kit/answer-of.ts';
import { startChild } from '../kit/child.ts';
import { partAt } from '../kit/part.ts';
import { ownEnvironment, readyUrl, serveArguments } from '../kit/start-program.ts';
import { figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

/** More than of other suites: a start is short, and disks are moody. */
const MORE_ROUNDS = 2;

const HANDLE = '20.500.1/bench-1';

/** How long a start takes until the first visitor is sent on, and what Node itself takes of that. */
export const startUp: Suite = {
  name: 'start-up',
  summary: 'from the start of the process to the first redirect',
  run: ({ rounds }, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const directory = mkdtempSync(join(tmpdir(), 'hdl-edge-bench-'));
      const file = join(directory, 'bootstrap.json');
      writeFileSync(file, JSON.stringify(servers.ready.bootstrap));
      const all = rounds === 1 ? 1 : rounds + MORE_ROUNDS;
      const times: number[] = [];
      const bare: number[] = [];
      try {
        // The first start reads from the disk what is in memory from then on.
        for (let round = 0; round <= all; round++) {
          progress(`start-up: round ${round} of ${all}`);
          const alone = await bareStart();
          const whole = await firstAnswer(file);
          if (round === 0) continue;
          bare.push(alone);
          times.push(whole);
        }
      } finally {
        rmSync(directory, { recursive: true });
      }
      return {
        figures: [
          figureOf({ name: 'start-up/first answer', unit: 'ms', aim: { most: 400 } }, times),
          figureOf({ name: 'start-up/Node that does nothing', unit: 'ms' }, bare),
        ],
      };
    }),
};

/** @returns milliseconds */
async function firstAnswer(bootstrap: string): Promise<number> {
  const { file, execArgv } = partAt('../../src/main');
  const began = performance.now();
  const child = fork(file, serveArguments(bootstrap, ['--trust', 'off']), {
    execArgv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: ownEnvironment(),
  });
  try {
    const url = await readyUrl(child);
    await answerOf(`${url}/${HANDLE}`, {
      status: 302,
      locations: [`https://example.org/${HANDLE}`],
    });
    return performance.now() - began;
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

async function bareStart(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { env: ownEnvironment() });
  await once(child, 'exit');
  return performance.now() - began;
}
