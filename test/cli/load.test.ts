import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { LoadReport } from '../../src/load/report/load-report.ts';
import { outcome, type Program, startProgram } from './program.ts';
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

describe('hdl-edge load', () => {
  it('asks a proxy, tells how long the answers took, and writes both reports', async () => {
    const [json, html] = [files.path('report.json'), files.path('report.html')];
    const reports = ['--json', json, '--html', html, '--expect-host', 'example.org'];
    const { status, stdout } = await outcome(['load', url, ...PATTERN, ...SHORT, ...reports]);
    expect({ status }).toEqual({ status: 0 });
    expect(stdout).toMatch(/^offered\/s +right\/s +p50/);
    expect(stdout).toContain('All answers were right.');
    const report = JSON.parse(readFileSync(json, 'utf8')) as LoadReport;
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
    const port = await new Promise<number>((done) =>
      liar.listen(0, '127.0.0.1', () => done((liar.address() as AddressInfo).port)),
    );
    const { status, stdout } = await outcome([
      ...['load', `http://127.0.0.1:${port}`, ...PATTERN, ...SHORT],
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
    ['no handles', ['http://127.0.0.1:1'], /--handles FILE, --pattern/],
    ['handles twice', ['http://127.0.0.1:1', ...PATTERN, '--log', 'x'], /Say once/],
    ['a file that is not there', ['http://127.0.0.1:1', '--handles', '/no/such'], /cannot be read/],
    ['a bad rate', ['http://127.0.0.1:1', ...PATTERN, '--rate', '0'], /whole number from 1/],
    ['a ramp for strangers', ['http://8.8.8.8', ...PATTERN, '--ramp'], /--i-operate-this/],
    ['a rate for strangers', ['udp://8.8.8.8', ...PATTERN, '--rate', '21'], /20 requests/],
  ])('refuses %s', async (_, given, message) => {
    const { status, stderr } = await outcome(['load', ...given]);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
  });
});
