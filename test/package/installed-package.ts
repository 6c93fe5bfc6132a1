import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What `npm pack` tells of a tarball. */
export interface Tarball {
  readonly filename: string;
  /** In bytes. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

export interface InstalledPackage {
  readonly tarball: Tarball;
  /** The folder of a project that has nothing but the package. */
  readonly project: string;
  /** Runs a program in the project to its end. @returns what it wrote to stdout */
  run(program: string, given: readonly string[], environment?: Record<string, string>): string;
  remove(): void;
}

/**
 * Packs the package as it would be published and installs the tarball into an empty project. Without
 * a network: what the package depends on is taken from this checkout.
 */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-package-'));
  const project = join(folder, 'project');
  mkdirSync(project);
  const npm = (directory: string, ...given: string[]) =>
    execFileSync('npm', [...given, '--cache', join(folder, 'cache')], {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  // Scripts would build again, under the feet of tests that run the program.
  const said = npm('.', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  const [tarball] = JSON.parse(said) as [Tarball];
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const linked = Object.keys(dependencies).map((name) => [
    name,
    `file:${resolve('node_modules', name)}`,
  ]);
  const own = { 'hdl-edge': `file:${join(folder, tarball.filename)}` };
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...own, ...Object.fromEntries(linked) },
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  npm(project, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund');
  return {
    tarball,
    project,
    run: (program, given, environment = {}) =>
      execFileSync(program, given, {
        cwd: project,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: folder, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
