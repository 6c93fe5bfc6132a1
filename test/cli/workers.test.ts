import { readFileSync } from 'node:fs';
import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { tableRows } from '../house/markdown.ts';
import { type Program, program } from './program.ts';
import { get } from './request.ts';

const ADMIN = /^\s*(http:\/\/127\.0\.0\.1:\d+)\/$/m;
const READY = /^Ready on (http:\/\/127\.0\.0\.1:\d+)\./m;
const PATH = '/20.500.1/one-url';
const VISITORS = 8;
/** How long a visitor waits for an answer. */
const PATIENCE_MS = 5_000;

interface Workers {
  readonly server: Program;
  readonly url: string;
  readonly admin: string;
  /** The sum of all series whose line begins so. */
  metric(name: string): Promise<number>;
}

async function start(count: number, ...flags: string[]): Promise<Workers> {
  const given = ['demo', '--workers', `${count}`, '--port', '0', '--admin-port', '0', ...flags];
  const server = program(given);
  const [, url = ''] = await server.output(READY);
  const [, admin = ''] = await server.output(ADMIN);
  return {
    server,
    url,
    admin,
    async metric(name) {
      const { body } = await get(`${admin}/metrics`);
      const lines = body.split('\n').filter((line) => line.startsWith(name));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
  };
}

/** Visitors who come all the time, each over a connection that is kept. */
function visitors(url: string) {
  const agent = new Agent({ connections: VISITORS, pipelining: 1, headersTimeout: PATIENCE_MS });
  let isOver = false;
  let answered = 0;
  const failures: string[] = [];
  const visit = async (): Promise<void> => {
    while (!isOver) {
      try {
        const { statusCode, body } = await agent.request({
          origin: url,
          path: PATH,
          method: 'GET',
        });
        await body.dump();
        if (statusCode === 302) answered += 1;
        else failures.push(`status ${statusCode}`);
      } catch (error) {
        failures.push((error as NodeJS.ErrnoException).code ?? String(error));
      }
    }
  };
  const all = Promise.all(Array.from({ length: VISITORS }, visit));
  return {
    answered: () => answered,
    failures: () => failures,
    async leave() {
      isOver = true;
      await all;
      await agent.close();
    },
  };
}

/** One more connection for each question, so that every worker gets its turn. */
async function visitAll({ url }: Workers, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) expect((await get(url + PATH)).status).toBe(302);
}

function pidsOf({ server }: Workers): number[] {
  const { pid = 0 } = server.child;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').map(Number);
}

function pidOfAWorker(workers: Workers): number {
  return pidsOf(workers)[0] ?? 0;
}

describe('several workers', () => {
  it('answer at one port, and are counted as one', async () => {
    const workers = await start(2);
    await visitAll(workers, 6);
    expect(await workers.metric('hdl_edge_workers')).toBe(2);
    expect(await workers.metric('hdl_edge_requests_total{outcome="redirect"')).toBe(6);
    expect(await workers.metric('hdl_edge_build_info')).toBe(1);
  });

  it('are looked into and purged together', async () => {
    const workers = await start(2);
    await visitAll(workers, 4);
    const seen = await get(`${workers.admin}/cache/20.500.1/one-url`);
    const { entries } = JSON.parse(seen.body) as { entries: { worker: number }[] };
    expect(entries.map(({ worker }) => worker).sort()).toEqual([1, 2]);
    const purge = { method: 'POST' } as const;
    await fetch(`${workers.admin}/purge?handle=20.500.1/one-url`, purge);
    expect((await get(`${workers.admin}/cache/20.500.1/one-url`)).status).toBe(404);
    const servers = await get(`${workers.admin}/servers`);
    expect(JSON.parse(servers.body).servers[0]).toHaveProperty('worker');
  });

  it('are replaced when one is killed, at the cost of what it had in hand', async () => {
    const workers = await start(2);
    await visitAll(workers, 4);
    const coming = visitors(workers.url);
    await expect.poll(coming.answered, { timeout: 20_000 }).toBeGreaterThan(50);
    process.kill(pidOfAWorker(workers), 'SIGKILL');
    await workers.server.output(/"name":"worker-ended"/, 'stderr');
    await expect.poll(() => workers.metric('hdl_edge_workers'), { timeout: 20_000 }).toBe(2);
    const before = coming.answered();
    await expect.poll(coming.answered, { timeout: 20_000 }).toBeGreaterThan(before + 50);
    await coming.leave();
    // Nobody has more than one request in hand, and nobody is left waiting.
    expect(coming.failures().length).toBeLessThanOrEqual(VISITORS);
    expect(coming.failures()).not.toContain('UND_ERR_HEADERS_TIMEOUT');
    expect(await workers.metric('hdl_edge_worker_restarts_total')).toBe(1);
  });

  it('are given the connection that a killed one was just being handed', async () => {
    const workers = await start(2);
    const pid = pidOfAWorker(workers);
    process.kill(pid, 'SIGSTOP');
    let answered = 0;
    const visits = Array.from({ length: 6 }, async () => {
      const { status } = await get(workers.url + PATH);
      answered += 1;
      return status;
    });
    // One is handed to the worker that cannot take it.
    await expect.poll(() => answered, { timeout: 20_000 }).toBe(5);
    process.kill(pid, 'SIGKILL');
    expect(await Promise.all(visits)).toEqual(Array(6).fill(302));
  });

  it('are replaced one by one on SIGHUP without losing a request, and go on counting', async () => {
    const workers = await start(2);
    const coming = visitors(workers.url);
    await expect.poll(coming.answered, { timeout: 20_000 }).toBeGreaterThan(50);
    workers.server.child.kill('SIGHUP');
    await workers.server.output(/"name":"workers-replaced"/, 'stderr');
    const before = coming.answered();
    await expect.poll(coming.answered, { timeout: 20_000 }).toBeGreaterThan(before + 50);
    await coming.leave();
    expect(coming.failures()).toEqual([]);
    expect(await workers.metric('hdl_edge_requests_total{outcome="redirect"')).toBe(
      coming.answered(),
    );
  }, 60_000);

  it('are no more than they should be when one ends as all are replaced', async () => {
    // Who comes for the one that ended is not yet there when it has to go: it has nothing to finish.
    const workers = await start(2, '--drain-grace', '100');
    process.kill(pidOfAWorker(workers), 'SIGKILL');
    await workers.server.output(/"name":"worker-ended"/, 'stderr');
    workers.server.child.kill('SIGHUP');
    await workers.server.output(/"name":"workers-replaced"/, 'stderr');
    expect(await workers.metric('hdl_edge_workers')).toBe(2);
    expect(pidsOf(workers)).toHaveLength(2);
    workers.server.child.kill('SIGTERM');
    expect((await workers.server.ended).status).toBe(0);
  });

  it('let one network in as often as one would', async () => {
    const flags = ['--trusted-proxies', '127.0.0.1', '--rate-limit', '1', '--rate-burst', '100'];
    const workers = await start(4, ...flags);
    const startedAt = performance.now();
    const statuses: (number | undefined)[] = [];
    // A connection each, so that all workers are asked by turns.
    for (let n = 0; n < 500; n += 1) {
      const { status } = await get(workers.url + PATH, { 'X-Forwarded-For': '192.0.2.1' });
      statuses.push(status);
    }
    const letIn = statuses.filter((status) => status === 302).length;
    const added = (performance.now() - startedAt) / 1000;
    expect(letIn).toBeGreaterThanOrEqual(100);
    // Each alone would let in 100, and 400 all of them. How many it takes until they have heard of each
    // other depends on how busy the machine is.
    expect(letIn).toBeLessThanOrEqual(250 + added);
    expect(statuses.filter((status) => status === 429)).toHaveLength(500 - letIn);
  });

  it('finish what they have in hand on SIGTERM, and all end', async () => {
    const workers = await start(2);
    await visitAll(workers, 2);
    const pid = pidOfAWorker(workers);
    workers.server.child.kill('SIGTERM');
    expect((await workers.server.ended).status).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('end as one that cannot start', async () => {
    const { url } = await start(2);
    const second = program(['demo', '--workers', '2', '--port', new URL(url).port]);
    const { status, stderr } = await second.ended;
    expect(status).toBe(1);
    expect(stderr.match(/already in use/g)).toHaveLength(1);
  });

  it('have metrics that the page lists', async () => {
    const { admin } = await start(2);
    const { body } = await get(`${admin}/metrics`);
    const listed = tableRows('docs/operations/metrics.md', 'worker-metrics');
    const own = [...body.matchAll(/^# TYPE (hdl_edge_worker\w*) (\w+)$/gm)];
    expect(own.map(([, metric, type]) => ({ metric, type }))).toEqual(
      listed.map(({ metric, type }) => ({ metric, type })),
    );
  });
});
