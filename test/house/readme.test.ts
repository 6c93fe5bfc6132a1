import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder } from './files.ts';
import { codeBlocks } from './markdown.ts';
import { testShownCommands } from './shown-commands.ts';

const PAGES = ['README.md', ...filesUnder('docs', /\.md$/)];

/** What needs a network, or a container engine. */
const ELSEWHERE = [/^npm ci && npm test$/, /^docker (build|run) /];

describe('the README', () => {
  const checkout = testShownCommands('README.md', ELSEWHERE);

  it('has a library example that compiles and runs in a project of its own', () => {
    const example = codeBlocks('README.md').find(({ language }) => language === 'ts');
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
