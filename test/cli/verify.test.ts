import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, type Program, startProgram } from './program.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');
let network: Program;

beforeAll(async () => {
  network = startProgram(['demo', '--network-only', '--write-bootstrap', bootstrap]);
  await network.output(/Ready/);
});

afterAll(async () => {
  network.child.kill('SIGTERM');
  await network.ended;
  files.remove();
});

const resolve = (...given: string[]) => outcome(['resolve', ...given, '--bootstrap', bootstrap]);

describe('hdl-edge resolve --verify', () => {
  it('tells who signed a record, and ends well when it is to be trusted', async () => {
    const { status, stdout, stderr } = await resolve('20.500.1/signed', '--verify');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('trust: trusted. ');
    expect(stdout).toContain('by 300:0.NA/20.500.1, RS256 over SHA-256 digests of values 1, 2');
    expect(stdout).toContain('400:0.0/0.0: RSA 2048 key of 301:0.0/0.0');
  });

  it('looks at the whole record though a part of it is asked for', async () => {
    const { status, stdout } = await resolve('20.500.1/signed', '--verify', '--type', 'URL');
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/^2 /m);
  });

  it.each([
    ['20.500.1/signed-wrongly', /not to be trusted: digest-mismatch\. The values 1, 2 are not/],
    ['20.500.1/one-url', /not to be trusted: unsigned\. Nobody has signed/],
  ])('ends with 2 and the reason for %s', async (handle, reason) => {
    const { status, stdout, stderr } = await resolve(handle, '--verify');
    expect(status).toBe(2);
    expect(stderr).toMatch(reason);
    expect(stdout).toContain('https://example.org/');
  });

  it('prints the report with --json, and the look-ups of certificates in the trace', async () => {
    const { stdout } = await resolve('20.500.1/signed', '--verify', '--json');
    const { trust, trace } = JSON.parse(stdout);
    expect(trust).toMatchObject({ verdict: 'trusted', signatures: [{ index: 401 }] });
    expect(trace.map(({ handle }: { handle: string }) => handle)).toEqual([
      '0.NA/20.500.1',
      '20.500.1/signed',
      '0.NA/20.500.1',
      '0.0/0.0',
    ]);
  });
});

describe('hdl-edge resolve --trace', () => {
  it('tells with what an answer was signed, and what is weak', async () => {
    const { stdout } = await resolve('20.500.4/old-key', '--cert', '--trace');
    const [prefix, record] = stdout.split('\n');
    expect(prefix).toContain('signature SHA-256 with RSA good,');
    expect(record).toContain('signature SHA-1 with DSA good (weak,');
  });
});
