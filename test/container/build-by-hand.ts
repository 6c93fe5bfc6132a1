import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { readDockerfile, type Stage } from './dockerfile.ts';
import { isIgnored } from './dockerignore.ts';

/** The file system that the Dockerfile's last stage would have, but for what its image brings. */
export interface BuiltByHand {
  readonly root: string;
  /** What the files of the working directory are relative to. */
  readonly workingDirectory: string;
  readonly stage: Stage;
  remove(): void;
}

/**
 * Carries out the Dockerfile in empty folders, instruction by instruction. Two things differ: the
 * images bring nothing but this Node, and `npm ci` takes what this checkout has installed, because
 * tests have no network.
 */
export function buildByHand(): BuiltByHand {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-container-'));
  // Others than root have to get in.
  chmodSync(folder, 0o755);
  const roots = new Map<string, string>();
  let last: { root: string; workingDirectory: string; stage: Stage } | undefined;
  for (const stage of readDockerfile()) {
    const root = join(folder, stage.name || 'final');
    mkdirSync(root);
    roots.set(stage.name, root);
    last = { root, workingDirectory: carryOut(stage, root, roots), stage };
  }
  if (last === undefined) throw new Error('the Dockerfile has no stage');
  const nodeOfImage = join(last.root, 'nodejs/bin/node');
  mkdirSync(dirname(nodeOfImage), { recursive: true });
  cpSync(process.execPath, nodeOfImage, { dereference: true });
  execFileSync('chmod', ['-R', 'a-w,a+rX', last.root]);
  return {
    ...last,
    remove() {
      execFileSync('chmod', ['-R', 'u+w', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** @returns the working directory at the end */
function carryOut(stage: Stage, root: string, roots: ReadonlyMap<string, string>): string {
  let workingDirectory = root;
  for (const { keyword, text } of stage.instructions) {
    if (keyword === 'WORKDIR') {
      workingDirectory = join(root, text);
      mkdirSync(workingDirectory, { recursive: true });
    }
    if (keyword === 'COPY') copy(text, workingDirectory, roots);
    if (keyword === 'RUN') {
      for (const command of text.split(' && ')) run(command, workingDirectory);
    }
  }
  return workingDirectory;
}

function copy(text: string, workingDirectory: string, roots: ReadonlyMap<string, string>): void {
  const words = text.split(' ');
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  for (const word of words) {
    const source = from === undefined ? fromContext(word) : join(roots.get(from) ?? '?', word);
    const isFolder = target.endsWith('/');
    cpSync(source, join(workingDirectory, target, isFolder ? basename(word) : ''), {
      recursive: true,
    });
  }
}

/** A file that is sent to the builder. */
function fromContext(path: string): string {
  if (isIgnored(path)) throw new Error(`.dockerignore keeps ${path} from the builder`);
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  return path;
}

function run(command: string, workingDirectory: string): void {
  if (command.startsWith('npm ci ')) {
    cpSync(resolve('node_modules'), join(workingDirectory, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    return;
  }
  execFileSync('sh', ['-c', command], {
    cwd: workingDirectory,
    env: { PATH: process.env.PATH, HOME: workingDirectory, npm_config_offline: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
