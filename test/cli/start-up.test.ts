import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Writes down which packages are loaded, by whatever loads them. */
const HOOKS = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url);
    if (name !== null) writeSync(1, name[1] + '\\n');
    return next(url, context);
  }`;

const dataUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;

/** The packages that a part of the built program needs before it does anything. */
function packagesOf(file: string): string[] {
  const register = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(HOOKS))});`;
  const given = ['--import', dataUrl(register), '--eval', `import(${JSON.stringify(file)})`];
  const { stdout, stderr } = spawnSync(process.execPath, given, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return [...new Set(stdout.trim().split('\n'))].filter((name) => name !== '').sort();
}

describe('a start of hdl-edge', () => {
  it('serve loads no package but those that the first answer needs', () => {
    expect(packagesOf('./dist/cli/serve.js')).toEqual([
      '@hono/node-server',
      'eta',
      'hono',
      'lru-cache',
      'maxmind',
    ]);
  });

  it('of any other kind loads none before it knows which', () => {
    expect(packagesOf('./dist/cli/run.js')).toEqual([]);
  });
});
