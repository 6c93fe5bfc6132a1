import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';
import { watchScript } from './watch-script.ts';

/** What each example prints when it is asked for these handles. */
const EXAMPLES: readonly (readonly [
  name: string,
  handles: readonly string[],
  printed: readonly RegExp[],
])[] = [
  ['resolve', ['20.500.1/one-url'], [/^1 https:\/\/example\.org\/one$/m]],
  ['resolve', ['20.500.1/nobody'], [/^not there: /m]],
  ['resolve', ['20.500.1/alias-loop'], [/^alias-loop: /m]],
  ['trace', ['20.500.1/one-url'], [/^prefix udp 127\.0\.0\.1 port \d+: code 1, /m, /^found$/m]],
  ['list-sites', ['20.500.1/one-url'], [/: \d server\(s\)$/m, /^ {2}1: ports \d+, \d+/m]],
  ['record-as-json', ['20.500.1/one-url'], [/"type": "URL"/, /"value": "https:\/\/example/]],
  [
    'cache-policy',
    ['20.500.1/one-url'],
    [/^at first: miss\nagain: hit\nafter a purge: miss\nkept for 600 s$/m],
  ],
  [
    'observer',
    ['20.500.1/one-url', '20.500.1/alias-loop'],
    [/^udp: \d+ exchanges$/m, /alias-loop/],
  ],
  ['own-test', [], [/^# pass 3$/m, /^# fail 0$/m]],
];

let installed: InstalledPackage;
let network: DemoNetwork;

beforeAll(async () => {
  installed = installPackage();
  network = await startDemoNetwork();
  const bootstrap = join(installed.project, 'bootstrap.json');
  writeFileSync(bootstrap, JSON.stringify(network.bootstrap));
  cpSync('docs/examples', join(installed.project, 'examples'), { recursive: true });
  mkdirSync(join(installed.project, 'node_modules/@types'));
  symlinkSync(
    resolve('node_modules/@types/node'),
    join(installed.project, 'node_modules/@types/node'),
  );
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    // The package's own declarations are checked too.
    skipLibCheck: false,
    module: 'nodenext',
    target: 'es2023',
    types: ['node'],
    outDir: 'built',
    rootDir: 'examples',
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
  };
  writeFileSync(
    join(installed.project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['examples'] }),
  );
});

afterAll(async () => {
  await network.close();
  installed.remove();
});

describe('the examples of the library', () => {
  it('compile against the installed package', () => {
    const tsc = resolve('node_modules/typescript/bin/tsc');
    expect(installed.run(process.execPath, [tsc, '-p', '.'])).toBe('');
  });

  it.each(EXAMPLES)('do what they say: %s %j', async (name, handles, printed) => {
    const { status, stdout, stderr } = await watchScript(installed.project, [
      ...(name === 'own-test' ? ['--test-reporter=tap', '--test'] : []),
      `built/${name}.js`,
      ...handles,
    ]);
    expect([status, stderr]).toEqual([0, '']);
    for (const line of printed) expect(stdout).toMatch(line);
  });
});
