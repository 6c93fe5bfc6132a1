import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands.ts';
import { watch } from '../cli/program.ts';
import { linksOf } from '../house/markdown.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { leakedTypes } from './leaked-types.ts';

/** All that a published package may hold. */
const ALLOWED = [
  /^(?:package\.json|config\.schema\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md)$/,
  /^dist\/(?:[a-z0-9-]+\/)*[a-z0-9-]+\.(?:js|d\.ts)$/,
  /^templates\/[a-z]+\.eta$/,
  /^templates\/languages\/[a-z]{2}\.json$/,
  /^templates\/static\/[a-z]+\.(?:ico|svg|css)$/,
  /^docs\/(?:[a-z]+\/)*[A-Za-z-]+\.md$/,
  /^docs\/operations\/(?:alerts\.yaml|grafana-dashboard\.json|otel-start\.mjs)$/,
  /^docs\/examples\/[a-z-]+\.ts$/,
  /^deploy\/(?:front|systemd)\/[a-z.-]+$/,
  /^deploy\/compose\/nginx\.conf$/,
];

/** Bytes of the tarball: half a megabyte of program and pages, and room to grow. */
const MAX_TARBALL_BYTES = 1_000_000;

let installed: InstalledPackage;

beforeAll(() => {
  installed = installPackage();
});

afterAll(() => installed.remove());

describe('the npm package', () => {
  it('holds what is needed and nothing else', () => {
    const paths = installed.tarball.files.map(({ path }) => path);
    const others = paths.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)));
    expect(others).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['dist/main.js', 'dist/index.d.ts', 'LICENSE']));
  });

  it(`is smaller than ${MAX_TARBALL_BYTES} bytes`, () => {
    expect(installed.tarball.size).toBeLessThan(MAX_TARBALL_BYTES);
  });

  it('has no source map, nor a comment that names one', () => {
    const maps = installed.tarball.files.filter(({ path }) => path.endsWith('.map'));
    expect(maps).toEqual([]);
    const main = readFileSync(
      join(installed.project, 'node_modules/hdl-edge/dist/main.js'),
      'utf8',
    );
    expect(main).not.toContain('sourceMappingURL');
  });

  it('exports what its package.json says, types and all', () => {
    const text = readFileSync(
      join(installed.project, 'node_modules/hdl-edge/package.json'),
      'utf8',
    );
    const { exports, bin } = JSON.parse(text) as { exports: unknown; bin: unknown };
    const named = JSON.stringify([exports, bin]).match(/[\w/.-]+\.(?:json|js|d\.ts)/g) ?? [];
    const paths = installed.tarball.files.map(({ path }) => path);
    const missing = named.filter((path) => !paths.includes(path.replace(/^\.\//, '')));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThanOrEqual(5);
  });

  it('has pages that lead nowhere outside it', () => {
    const folder = join(installed.project, 'node_modules/hdl-edge');
    const pages = installed.tarball.files
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.md'));
    const broken = pages.flatMap((page) =>
      linksOf(readFileSync(join(folder, page), 'utf8'))
        .map((link) => link.replace(/#.*/, ''))
        .filter((link) => link !== '' && !existsSync(join(folder, dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
    expect(pages.length).toBeGreaterThan(10);
  });

  it('mentions no type that its users could not name', () => {
    const library = 'dist/index.d.ts';
    const demo = 'dist/demo/index.d.ts';
    expect(leakedTypes(library)).toEqual([]);
    expect(leakedTypes(demo, [library])).toEqual([]);
  });
});

describe('the installed program', () => {
  const npx = (...given: string[]) => installed.run('npx', ['--no-install', 'hdl-edge', ...given]);

  it('tells its commands', () => {
    for (const name of COMMAND_NAMES) expect(npx('--help')).toContain(`  ${name} `);
  });

  it.each(COMMAND_NAMES)('explains %s', (name) => {
    expect(npx(name, '--help')).toContain(`Usage: hdl-edge ${name}`);
  });

  it('runs the demo, whose first link answers as announced', async () => {
    const child = spawn('npx', ['--no-install', 'hdl-edge', 'demo', '--json', '--port', '0'], {
      cwd: installed.project,
      env: { PATH: process.env.PATH, HOME: installed.project },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const demo = watch(child);
    let running = true;
    onTestFinished(() => {
      if (running && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    });
    const [json] = await demo.output(/^\[.*^\]$/ms);
    const [first] = JSON.parse(json) as { url: string; status: number; location: string }[];
    const answer = await fetch(first?.url ?? '', { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      first?.status,
      first?.location,
    ]);
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await demo.ended;
    running = false;
  });
});
