import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Job, Outcome } from '../../bench/children/generator.ts';
import type { Offer } from '../../bench/children/load-driver.ts';
import type { RawJob, RawOutcome } from '../../bench/children/raw-generator.ts';
import { startChild } from '../../bench/kit/child.ts';
import { driveDistinct } from '../../bench/kit/drive-distinct.ts';
import type { StepResult } from '../../src/load/step.ts';
import { bench } from './bench.ts';

/** How long is asked at full speed, in seconds: a busy machine answers more than once in it, too. */
const SECONDS = 0.5;

/** A proxy that answers wrongly once, the second time. */
async function liar(wrong: { status?: number; location?: string; body?: string }): Promise<string> {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    const right = { status: 302, location: 'https://example.org/', body: 'right' };
    const { status, location, body } = count === 2 ? { ...right, ...wrong } : right;
    response.writeHead(status, { location, 'content-length': body.length }).end(body);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function child(name: string) {
  const started = await startChild(name);
  onTestFinished(() => started.stop());
  return started;
}

describe('a wrong answer among right ones is noticed', () => {
  it.each([{ status: 404 }, { body: 'wrong' }])('at full speed: %o', async (wrong) => {
    const job: Job = {
      ...{ url: await liar(wrong), connections: 1, seconds: SECONDS },
      ...{ status: 302, bodies: ['right'] },
    };
    expect(await (await child('generator')).ask<Outcome>('run', job)).toMatchObject({ wrong: 1 });
  });

  it.each([
    { status: 404 },
    { location: 'https://wrong.example/' },
    { body: 'wrong' },
    { body: 'right, and more' },
  ])('at fuller speed: %o', async (wrong) => {
    const job: RawJob = {
      ...{ port: Number(new URL(await liar(wrong)).port), path: '/x', connections: 1 },
      ...{ seconds: SECONDS, status: 302, location: 'https://example.org/', body: 'right' },
    };
    const { right, wrong: counted } = await (await child('raw-generator')).ask<RawOutcome>(
      'run',
      job,
    );
    expect(right).toBeGreaterThan(0);
    expect(counted).toBe(1);
  });

  it.each([{ status: 404 }, { location: 'https://wrong.example/' }])(
    'at a steady rate: %o',
    async (wrong) => {
      const offer: Offer = {
        ...{ url: await liar(wrong), pattern: '20.500.1/bench-{0..9}', host: 'example.org' },
        ...{ pick: 'each', rate: 100, seconds: 0.1, seed: 1 },
      };
      const step = await (await child('load-driver')).ask<StepResult>('offer', offer);
      expect(step).toMatchObject({ sent: 10, wrong: 1 });
    },
  );

  it.each([{ status: 404 }, { location: 'https://wrong.example/' }])(
    'when each handle is asked for once: %o',
    async (wrong) => {
      const asked = { stem: '20.500.1/bench-', first: 0, count: 20, status: 302 };
      const driven = driveDistinct(await child('distinct-driver'), {
        ...asked,
        url: await liar(wrong),
      });
      await expect(driven).rejects.toThrow('1 of 20 answers over HTTP were wrong');
    },
  );
});

/** Several programs start, work and end in each. */
const RUN_MS = 300_000;

describe('a run of the benchmarks', { timeout: RUN_MS }, () => {
  it('ends well when all answers are right', async () => {
    const { status, stdout } = await bench(['--quick', 'cold']);
    expect({ status }).toEqual({ status: 0 });
    expect(stdout).toMatch(/cold\/library\/throughput +[\d\u2009.]+ handles\/s/);
  });

  it.each(['hot', 'selection', 'cold', 'mixed', 'faults', 'memory'])(
    'fails when servers answer wrongly on purpose: %s',
    async (suite) => {
      const { status, stderr } = await bench(['--quick', '--lie', suite]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/wrong/);
    },
  );
});
