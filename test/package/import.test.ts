import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

/** What a module could leave behind, before and after its import. */
const LOOK = `
const state = () => ({
  resources: process.getActiveResourcesInfo().filter((name) => !['PipeWrap', 'TTYWrap'].includes(name)),
  globals: Object.getOwnPropertyNames(globalThis).sort(),
  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  variables: { ...process.env },
});
const before = state();
const names = Object.keys(await import(process.argv[2]));
process.stdout.write(JSON.stringify({ names, before, after: state() }));
`;

const files = temporaryDirectory();
const script = files.path('look.mjs');

beforeAll(() => writeFileSync(script, LOOK));
afterAll(() => files.remove());

interface Seen {
  readonly names: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Ends only when nothing holds the process. */
function look(module: string): Seen {
  const output = execFileSync(process.execPath, [script, module], { encoding: 'utf8' });
  return JSON.parse(output) as Seen;
}

describe('importing the library', () => {
  it.each([
    ['dist/index.js', 'createResolver'],
    ['dist/demo/index.js', 'startDemoNetwork'],
  ])('leaves nothing behind: %s', (file, name) => {
    const { names, before, after } = look(`${process.cwd()}/${file}`);
    expect(names).toContain(name);
    expect(after).toEqual(before);
  });

  it('would be caught leaving something behind', () => {
    const rude = files.path('rude.mjs');
    writeFileSync(
      rude,
      'setTimeout(() => {}, 1); globalThis.left = 1; process.on("exit", () => {});',
    );
    const { before, after } = look(rude);
    expect(after).not.toEqual(before);
  });
});
