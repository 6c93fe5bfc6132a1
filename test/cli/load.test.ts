import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LoadReport } from '../../src/load/report/load-report.ts';
import { outcome, type Program, program, startProgram } from './program.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const COUNT = 20;
const PATTERN = ['--pattern', `20.500.1/load-{0..${COUNT - 1}}`];
const SHORT = ['--rate', '100', '--duration', '1'];

const files = temporaryDirectory();
let demo: Program;
let url = '';

beforeAll(async () => {
  const handles = Object.fromEntries(
    Array.from({ length: COUNT }, (_, i) => {
      const data = { format: 'string', value: `https://example.org/${i}` };
      return [`20.500.1/load-${i}`, { values: [{ index: 1, type: 'URL', data }] }];
    }),
  );
  writeFileSync(files.path('records.json'), JSON.stringify({ handles }));
  const given = ['--records', files.path('records.json')];
  const written = ['--write-bootstrap', files.path('bootstrap.json')];
  demo = startProgram(['demo', '--port', '0', ...given, ...written]);
  [, url = ''] = await demo.output(/Ready on (http:\/\/127\.0\.0\.1:\d+)/);
});

afterAll(async () => {
  demo.child.kill('SIGTERM');
  await demo.ended;
  files.remove();
});

function listening(server: Server): Promise<string> {
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () =>
      done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

describe('hdl-edge load', () => {
  it('asks a proxy, tells how long the answers took, and writes both reports', async () => {
    const [json, html] = [files.path('report.json'), files.path('report.html')];
    const reports = ['--json', json, '--html', html, '--expect-host', 'example.org'];
    const { status, stdout, stderr } = await outcome([
      ...['load', url, ...PATTERN, ...SHORT, ...reports],
    ]);
    // How far it has got is for terminals.
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^offered\/s +right\/s +p50 ms/);
    expect(stdout).toContain('All answers were right.');
    const report = JSON.parse(readFileSync(json, 'utf8')) as LoadReport;
    const command = `hdl-edge load ${url} --pattern '${PATTERN[1]}' --rate 100 --duration 1 --expect-host example.org`;
    expect(report).toMatchObject({ command });
    expect(report).toMatchObject({ target: url, handles: COUNT, pick: 'each', seed: 1 });
    expect(report.steps).toMatchObject([{ rate: 100, sent: 100, answered: 100, wrong: 0 }]);
    expect(readFileSync(html, 'utf8')).toContain(`Resolution latency of ${url}`);
  });

  it.each(['udp', 'tcp', 'http'])(
    'asks the servers behind a bootstrap over %s',
    async (protocol) => {
      const bootstrap = files.path('bootstrap.json');
      const given = ['load', bootstrap, ...PATTERN, ...SHORT, '--protocol', protocol];
      const { status, stdout } = await outcome(given);
      expect({ status, stdout }).toMatchObject({ status: 0, stdout: /All answers were right/ });
    },
  );

  it('tells what came until it was interrupted', async () => {
    const json = files.path('cut-short.json');
    const long = ['--rate', '100', '--duration', '3600', '--json', json];
    let asked = 0;
    const quick = createServer((_request, response) => {
      asked += 1;
      if (asked === 20) running.child.kill('SIGINT');
      response.writeHead(302, { location: 'https://example.org/' }).end();
    });
    onTestFinished(() => void quick.close());
    const running = program(['load', await listening(quick), ...PATTERN, ...long]);
    const { status, stdout } = await running.ended;
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: /ended before its time/ });
    const { steps } = JSON.parse(readFileSync(json, 'utf8')) as LoadReport;
    expect(steps).toMatchObject([{ rate: 100, isCutShort: true, failed: 0 }]);
  });

  it('asks for the same handles in the same order with the same seed', async () => {
    const runs: string[][] = [];
    const recorder = createServer(({ url: path = '' }, response) => {
      runs.at(-1)?.push(path);
      response.writeHead(302, { location: 'https://example.org/' }).end();
    });
    onTestFinished(() => void recorder.close());
    const given = ['load', await listening(recorder), ...PATTERN, ...SHORT, '--connections', '1'];
    for (const seed of ['7', '7', '8']) {
      runs.push([]);
      await outcome([...given, '--pick', 'zipf', '--seed', seed]);
    }
    expect(runs[0]).toHaveLength(100);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  it('replays a log, names what it cannot use, and expects what was answered then', async () => {
    const log = files.path('access.log');
    const line = (code: number, handle: string) =>
      `192.0.2.0 HTTP:HDL "2026-01-05 10:11:12.345Z" 1 ${code} 3ms ${handle} ""`;
    const lines = [line(1, '20.500.1/load-1'), '-- rotated --', line(100, '20.500.1/none')];
    writeFileSync(log, lines.join('\n'));
    const { status, stdout, stderr } = await outcome(['load', url, '--log', log, ...SHORT]);
    expect(stderr).toBe('1 line is passed over: line 2: not in the Handle.Net format\n');
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: /All answers were right/ });
  });

  it('puts an earlier result beside a new one', async () => {
    const [json, html] = [files.path('before.json'), files.path('after.html')];
    await outcome(['load', url, ...PATTERN, ...SHORT, '--json', json]);
    const given = ['--warm-up', '1', '--against', json, '--html', html];
    await outcome(['load', url, ...PATTERN, ...SHORT, ...given]);
    expect(readFileSync(html, 'utf8')).toMatch(/that of \d{4}-\d\d-\d\d \d\d:\d\d, 100 per second/);
  });

  it('does not begin when a report cannot be written in the end', async () => {
    const hours = ['--duration', '7200', '--html', '/no/such/folder/report.html'];
    const { status, stderr } = await outcome(['load', url, ...PATTERN, ...hours]);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: /cannot be written/ });
  });

  it('finds out how much a target can do', async () => {
    const steps = ['--ramp', '--rate', '20000', '--duration', '1'];
    const { stdout } = await outcome(['load', url, ...PATTERN, ...steps]);
    expect(stdout).toMatch(/kept up with \d|did not keep up/);
  });

  it('catches a proxy that answers wrongly', async () => {
    let count = 0;
    const liar = createServer((_request, response) => {
      count += 1;
      const location = count === 50 ? 'https://evil.example/' : 'https://example.org/';
      response.writeHead(302, { location }).end();
    });
    onTestFinished(() => void liar.close());
    const { status, stdout } = await outcome([
      ...['load', await listening(liar), ...PATTERN, ...SHORT],
      ...['--expect-host', 'example.org'],
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain('1 × wrong: led to evil.example, not to example.org');
  });

  it('counts missing handles as wrong unless they are expected', async () => {
    const missing = ['load', url, '--pattern', '20.500.1/none-{0..9}', ...SHORT];
    expect(await outcome(missing)).toMatchObject({ status: 1 });
    expect(await outcome([...missing, '--expect-status', '404'])).toMatchObject({ status: 0 });
  });

  it.each([
    ['no target', [], /Whom to ask/],
    ['a target that is none', ['ftp://x', ...PATTERN], /neither a proxy/],
    ['a proxy with a user', ['http://a:b@127.0.0.1:1', ...PATTERN], /no user, no query/],
    ['a proxy with a query', ['http://127.0.0.1:1/?a=b', ...PATTERN], /no user, no query/],
    ['no handles', ['http://127.0.0.1:1'], /--handles FILE, --pattern/],
    ['handles twice', ['http://127.0.0.1:1', ...PATTERN, '--log', 'x'], /Say once/],
    ['a file that is not there', ['http://127.0.0.1:1', '--handles', '/no/such'], /cannot be read/],
    ['a bad rate', ['http://127.0.0.1:1', ...PATTERN, '--rate', '0'], /whole number from 1/],
    ['a port that is none', ['udp://127.0.0.1:99999', ...PATTERN], /no port 99999/],
    [
      'an earlier test that is none',
      ['http://127.0.0.1:1', ...PATTERN, '--against', 'package.json'],
      /is no report/,
    ],
    [
      'strangers behind a mapped address',
      ['http://[::ffff:8.8.8.8]', ...PATTERN],
      /--i-operate-this/,
    ],
    ['a ramp for strangers', ['http://8.8.8.8', ...PATTERN, '--ramp'], /--i-operate-this/],
    ['a rate for strangers', ['udp://8.8.8.8', ...PATTERN, '--rate', '21'], /20 requests/],
  ])('refuses %s', async (_, given, message) => {
    const { status, stderr } = await outcome(['load', ...given]);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
  });
});
