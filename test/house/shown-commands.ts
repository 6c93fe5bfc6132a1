import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Program, watch } from '../cli/program.ts';
import { type CodeBlock, codeBlocks } from './markdown.ts';

const MISSING_CURL =
  process.env.HDL_EDGE_REQUIRE_ALL !== '1' && spawnSync('curl', ['--version']).error !== undefined;

/**
 * Runs the commands that a page shows, each as its marks say: `run` to its end, `start` to its
 * ready line. A block behind one that is run, marked `output`, has what the command must print.
 *
 * @param elsewhere commands of blocks marked so: what they need is not there in a test
 * @returns a checkout as a reader has it after `npm ci`, to write files into
 */
export function testShownCommands(page: string, elsewhere: readonly RegExp[] = []): string {
  const blocks = codeBlocks(page);
  const commands = blocks.filter(({ language }) => language === 'sh');
  const checkout = mkdtempSync(join(tmpdir(), 'hdl-edge-shown-'));
  const started: Program[] = [];
  /** The address in the text, and where the program of the test really listens. */
  const addresses = new Map<string, string>();

  beforeAll(() => {
    for (const name of ['dist', 'node_modules', 'templates', 'package.json']) {
      symlinkSync(resolve(name), join(checkout, name));
    }
  });

  afterAll(async () => {
    for (const { child } of started) endGroup(child);
    await Promise.all(started.map(({ ended }) => ended));
    rmSync(checkout, { recursive: true });
  });

  function shell(code: string): Program {
    let command = code.replace(/^npm ci && /m, '');
    for (const [written, real] of addresses) command = command.replaceAll(written, real);
    const child = spawn('bash', ['-c', `set -e\n${command}`], {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: checkout, HDL_EDGE_PORT: '0', HDL_EDGE_ADMIN_PORT: '0' },
      // A group of its own, so that what the shell and npm start can be ended with them.
      detached: true,
    });
    return watch(child);
  }

  async function start(block: CodeBlock): Promise<void> {
    const port = /--port (\d+)/.exec(block.code)?.[1] ?? '8080';
    const adminPort = /--admin-port (\d+)/.exec(block.code)?.[1];
    // The ports that pages show may be in use.
    const anyPorts = block.code.replaceAll(/--(admin-)?port \d+/g, '--$1port 0');
    const program = shell(anyPorts);
    started.push(program);
    const [url] = await program.output(/(?<=ready on )http:\/\/127\.0\.0\.1:\d+/i);
    addresses.set(`http://127.0.0.1:${port}`, url);
    if (adminPort === undefined) return;
    const [, admin = ''] = await program.output(/For operators:\s+(http:\/\/127\.0\.0\.1:\d+)/);
    addresses.set(`http://127.0.0.1:${adminPort}`, admin);
  }

  it('marks every command as run here or elsewhere', () => {
    for (const { marks, code } of commands) {
      expect(['run', 'start', 'elsewhere'], code).toContain(marks[0]);
      if (marks[0] !== 'elsewhere') continue;
      for (const line of code.trim().split('\n')) {
        expect(
          elsewhere.some((command) => command.test(line)),
          line,
        ).toBe(true);
      }
    }
    expect(commands.length).toBeGreaterThan(0);
  });

  const here = commands.filter(({ marks }) => marks[0] !== 'elsewhere');
  // In order, because a command may need the program that one before it has started.
  it.sequential.for(here)('shows commands that work: $code', async (block, { skip }) => {
    skip(MISSING_CURL && block.code.startsWith('curl'), 'there is no curl');
    if (block.marks[0] === 'start') return start(block);
    const { status, stdout, stderr } = await shell(block.code).ended;
    expect(status, stdout + stderr).toBe(Number(markOf(block, 'status') ?? 0));
    const next = blocks[blocks.indexOf(block) + 1];
    if (!next?.marks.includes('output')) return undefined;
    for (const line of next.code.trimEnd().split('\n')) expect(stdout).toContain(line);
    return undefined;
  });

  return checkout;
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGTERM');
}

function markOf(block: CodeBlock, name: string): string | undefined {
  return block.marks.find((mark) => mark.startsWith(`${name}=`))?.slice(name.length + 1);
}
