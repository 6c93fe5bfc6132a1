import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Compiles a TypeScript example and runs it, in a project of its own that has this package installed.
 *
 * @param project a folder that is not there yet
 * @returns what it prints
 */
export function runExample(project: string, code: string): string {
  mkdirSync(join(project, 'node_modules', '@types'), { recursive: true });
  symlinkSync(resolve('.'), join(project, 'node_modules', 'hdl-edge'));
  symlinkSync(resolve('node_modules/@types/node'), join(project, 'node_modules/@types/node'));
  writeFileSync(join(project, 'package.json'), '{"type": "module"}');
  writeFileSync(join(project, 'example.ts'), code);
  const options = { strict: true, module: 'nodenext', target: 'es2023', types: ['node'] };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, skipLibCheck: false } }),
  );
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const inProject = { cwd: project, encoding: 'utf8' } as const;
  execFileSync(process.execPath, [tsc, '-p', '.'], inProject);
  return execFileSync(process.execPath, ['example.js'], inProject);
}
