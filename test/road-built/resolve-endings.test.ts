import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { outcome, type Program, startProgram } from '../cli/program.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { closedPort } from '../transport/closed-port.ts';
import { type TakenPort, takePort } from '../transport/take-port.ts';

const RECORDS = {
  '20.500.1/abc': { values: [{ index: 1, type: 'URL', data: 'https://example.org/abc' }] },
  // Whoever looks for a prefix derived from 20.500.9 is sent back to the registry.
  '0.NA/20.500.9': { values: [{ index: 1, type: 'HS_SERV.PREFIX', data: '0.SERV/ROUND' }] },
  '0.SERV/ROUND': { values: [{ index: 1, type: 'HS_SERV', data: '0.NA/0.NA' }] },
};

const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');
let network: Program;

beforeAll(async () => {
  writeFileSync(files.path('records.json'), JSON.stringify({ handles: RECORDS }));
  const given = ['--records', files.path('records.json'), '--write-bootstrap', bootstrap];
  network = startProgram(['demo', '--network-only', ...given]);
  await network.output(/Ready/);
});

afterAll(async () => {
  network.child.kill('SIGTERM');
  await network.ended;
  files.remove();
});

const resolve = (handle: string, from = bootstrap) =>
  outcome(['resolve', handle, '--trace', '--bootstrap', from]);

/** The registry of the demo with all its doors at another port. */
function bootstrapAt(port: number): string {
  const path = files.path(`at-${port}.json`);
  writeFileSync(path, readFileSync(bootstrap, 'utf8').replace(/"port": ?\d+/g, `"port": ${port}`));
  return path;
}

/** Held until the end of the test. */
async function held(taking: Promise<TakenPort>): Promise<number> {
  const { port, close } = await taking;
  onTestFinished(close);
  return port;
}

/** The protocol and the outcome in each line of a trace. */
function ways(trace: string): string[] {
  return [...trace.matchAll(/ (udp|tcp|http) .* ms +([\w-]+)/g)].map(
    ([, protocol, end]) => `${protocol} ${end}`,
  );
}

describe('hdl-edge resolve --trace', () => {
  it('shows that nobody listens where the root is said to be', async () => {
    const ended = await resolve('20.500.1/abc', bootstrapAt(await held(closedPort())));
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^hdl-edge: unreachable: .*the global registry: .*refused/im);
    expect(ways(ended.stdout)).toEqual(['udp refused', 'tcp refused', 'http refused']);
  });

  it('shows that the root never says anything, and gives up by itself', async () => {
    const ended = await resolve('20.500.1/abc', bootstrapAt(await held(takePort())));
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^hdl-edge: time-out: .*the global registry: /m);
    expect(ways(ended.stdout).sort()).toEqual(['http timeout', 'tcp timeout', 'udp timeout']);
  });

  it('shows that the registry refers to itself', async () => {
    const ended = await resolve('20.500.9.1/x');
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^hdl-edge: referral loop: .*0\.NA\/20\.500\.9\.1/m);
    expect(ways(ended.stdout)[0]).toBe('udp 303');
  });
});
