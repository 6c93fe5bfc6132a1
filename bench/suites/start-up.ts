import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bulk } from '../children/bulk-driver.ts';
import { answerOf } from '../kit/answer-of.ts';
import { type Child, startChild } from '../kit/child.ts';
import { partAt } from '../kit/part.ts';
import { ownEnvironment, readyUrl, serveArguments } from '../kit/start-program.ts';
import { figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

/** More than of other suites: a start is short, and disks are moody. */
const MORE_ROUNDS = 2;

/** What the cache held that a start takes over. */
const KEPT_RECORDS = 100_000;

const STEM = '20.500.1/bench-';
const HANDLE = `${STEM}1`;
const LOCATION = `https://example.org/${HANDLE}`;

/** How long a start takes until the first visitor is sent on, and what others take for theirs. */
export const startUp: Suite = {
  name: 'start-up',
  summary: 'from the start of the process to the first redirect, also with a cache that was kept',
  run: ({ rounds, scale }, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const driver = await keep(startChild('bulk-driver'));
      const directory = mkdtempSync(join(tmpdir(), 'hdl-edge-bench-'));
      const file = join(directory, 'bootstrap.json');
      writeFileSync(file, JSON.stringify(servers.ready.bootstrap));
      const settings = ['--trust', 'off'];
      const records = Math.max(1_000, Math.round(KEPT_RECORDS * scale));
      const all = rounds === 1 ? 1 : rounds + MORE_ROUNDS;
      const times = { cold: [] as number[], warm: [] as number[] };
      const others = { hono: [] as number[], bare: [] as number[] };
      try {
        progress(`start-up: keeping ${records} records`);
        const warm = [...settings, '--state-dir', directory];
        const snapshot = await keptCache(file, warm, driver, records);
        const copy = join(directory, 'copy');
        copyFileSync(snapshot, copy);
        // The first start reads from the disk what is in memory from then on.
        for (let round = 0; round <= all; round++) {
          progress(`start-up: round ${round} of ${all}`);
          const bare = await bareStart();
          const hono = await firstAnswer('../children/bare-hono', [LOCATION]);
          const cold = await firstAnswer('../../src/main', serveArguments(file, settings));
          copyFileSync(copy, snapshot);
          const kept = await firstAnswer('../../src/main', serveArguments(file, warm));
          if (round === 0) continue;
          others.bare.push(bare);
          others.hono.push(hono);
          times.cold.push(cold);
          times.warm.push(kept);
        }
      } finally {
        rmSync(directory, { recursive: true });
      }
      const baseline = { name: 'bare hono', rounds: others.hono };
      const name = `start-up/first answer with ${records} records kept`;
      return {
        figures: [
          figureOf({ name: 'start-up/first answer', unit: 'ms', aim: { most: 400 } }, times.cold),
          figureOf({ name, unit: 'ms', aim: { most: 400 } }, times.warm),
          figureOf({ name: 'start-up/beside bare hono', unit: 'ms' }, times.cold, baseline),
          figureOf({ name: 'start-up/Node that does nothing', unit: 'ms' }, others.bare),
        ],
      };
    }),
};

/** @returns milliseconds */
async function firstAnswer(part: string, given: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = start(part, given);
  try {
    const url = await readyUrl(child);
    await answerOf(`${url}/${HANDLE}`, { status: 302, locations: [LOCATION] });
    return performance.now() - began;
  } finally {
    await end(child, 'SIGKILL');
  }
}

/** Fills the cache of a program that keeps it when it ends. @returns the file */
async function keptCache(
  bootstrap: string,
  settings: readonly string[],
  driver: Child,
  count: number,
): Promise<string> {
  const child = start('../../src/main', serveArguments(bootstrap, settings));
  try {
    const bulk: Bulk = { url: await readyUrl(child), stem: STEM, first: 0, count };
    const { wrong } = await driver.ask<{ wrong: number }>('fill', bulk);
    if (wrong > 0) throw new Error(`${wrong} of ${count} records were wrong`);
  } finally {
    await end(child, 'SIGTERM');
  }
  return join(settings.at(-1) ?? '', 'cache.snapshot');
}

function start(part: string, given: readonly string[]): ChildProcess {
  const { file, execArgv } = partAt(part);
  return fork(file, given, {
    execArgv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: ownEnvironment(),
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function bareStart(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { env: ownEnvironment() });
  await once(child, 'exit');
  return performance.now() - began;
}
