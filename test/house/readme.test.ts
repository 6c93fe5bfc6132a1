import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Program, watch } from '../cli/program.ts';
import { filesUnder } from './files.ts';
import { type CodeBlock, codeBlocks } from './markdown.ts';

const BLOCKS = codeBlocks('README.md');
const PAGES = ['README.md', ...filesUnder('docs', /\.md$/)];

/** Commands of blocks marked `elsewhere`: what they need is not there in a test. */
const ELSEWHERE = [/^npm ci && npm test$/, /^docker (build|run) /];

/** A checkout as a reader has it after `npm ci`, to write files into. */
const checkout = mkdtempSync(join(tmpdir(), 'hdl-edge-readme-'));
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
    env: { PATH: process.env.PATH, HOME: checkout, HDL_EDGE_PORT: '0' },
    // A group of its own, so that what the shell and npm start can be ended with them.
    detached: true,
  });
  return watch(child);
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGTERM');
}

async function start(block: CodeBlock): Promise<void> {
  const port = /--port (\d+)/.exec(block.code)?.[1] ?? '8080';
  const program = shell(block.code.replace(/--port \d+/, '--port 0'));
  started.push(program);
  const [url] = await program.output(/(?<=ready on )http:\/\/127\.0\.0\.1:\d+/i);
  addresses.set(`http://127.0.0.1:${port}`, url);
}

function markOf(block: CodeBlock, name: string): string | undefined {
  return block.marks.find((mark) => mark.startsWith(`${name}=`))?.slice(name.length + 1);
}

const MISSING_CURL =
  process.env.HDL_EDGE_REQUIRE_ALL !== '1' && spawnSync('curl', ['--version']).error !== undefined;

/** The commands that are run here. */
const COMMANDS = BLOCKS.filter(
  ({ language, marks }) => language === 'sh' && marks[0] !== 'elsewhere',
);

describe('the README', () => {
  it('marks every command as run here or elsewhere', () => {
    const commands = BLOCKS.filter(({ language }) => language === 'sh');
    for (const { marks, code } of commands) {
      expect(['run', 'start', 'elsewhere'], code).toContain(marks[0]);
      if (marks[0] !== 'elsewhere') continue;
      for (const line of code.trim().split('\n')) {
        expect(
          ELSEWHERE.some((command) => command.test(line)),
          line,
        ).toBe(true);
      }
    }
    expect(commands.length).toBeGreaterThan(0);
  });

  // In order, because a command may need the program that one before it has started.
  it.sequential.for(COMMANDS)('shows commands that work: $code', async (block, { skip }) => {
    skip(MISSING_CURL && block.code.startsWith('curl'), 'there is no curl');
    if (block.marks[0] === 'start') return start(block);
    const { status, stdout, stderr } = await shell(block.code).ended;
    expect(status, stdout + stderr).toBe(Number(markOf(block, 'status') ?? 0));
    const next = BLOCKS[BLOCKS.indexOf(block) + 1];
    if (!next?.marks.includes('output')) return undefined;
    for (const line of next.code.trimEnd().split('\n')) expect(stdout).toContain(line);
    return undefined;
  });

  it('has a library example that compiles and runs in a project of its own', () => {
    const example = BLOCKS.find(({ language }) => language === 'ts');
    const project = join(checkout, 'consumer');
    mkdirSync(join(project, 'node_modules', '@types'), { recursive: true });
    symlinkSync(resolve('.'), join(project, 'node_modules', 'hdl-edge'));
    symlinkSync(resolve('node_modules/@types/node'), join(project, 'node_modules/@types/node'));
    writeFileSync(join(project, 'package.json'), '{"type": "module"}');
    writeFileSync(join(project, 'example.ts'), example?.code ?? '');
    const options = { strict: true, module: 'nodenext', target: 'es2023', types: ['node'] };
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, skipLibCheck: false } }),
    );
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const inProject = { cwd: project, encoding: 'utf8' } as const;
    execFileSync(process.execPath, [tsc, '-p', '.'], inProject);
    const output = execFileSync(process.execPath, ['example.js'], inProject);
    expect(output).toMatch(/^1 https:\/\//);
  });

  it.each(PAGES)('and its pages link only to what is there: %s', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)];
    const missing = links
      .map(([, target = '']) => join(dirname(page), target))
      .filter((target) => !existsSync(target));
    expect(missing).toEqual([]);
  });
});
