import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder } from './files.ts';

/** A file with more lines holds more than one concept. */
const MOST_LINES = 300;

/** Files that are one long table of facts. */
const TABLES: readonly string[] = ['src/resolver/public-registry.ts'];

/** Traces of how the project was made, which mean nothing to whoever reads it. */
const FORBIDDEN = [
  /\.\.\/shared(?!-cache)\b/,
  /\bhelper agents?\b/i,
  /\b(?:issue|ticket|task) #?\d+/i,
  /\bTODO\b|\bFIXME\b|\bXXX\b/,
  /\/work\/(?:main|shared|brief)\b/,
];

const OURS = ['src', 'test', 'bench', 'docs', 'templates']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => filesUnder(folder, /\.(ts|md|eta|html|css|js)$/))
  .filter((file) => !file.startsWith('test/vectors/') && file !== 'test/house/sources.test.ts')
  .concat(['README.md', 'CHANGELOG.md', 'Dockerfile']);

describe('the sources', () => {
  it(`have at most ${MOST_LINES} lines in a file`, () => {
    const long = filesUnder('src', /\.ts$/)
      .filter((file) => !TABLES.includes(file))
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it('say nothing that only its makers would understand', () => {
    const found = OURS.flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines
        .map((line, i) => `${file}:${i + 1}: ${line.trim()}`)
        .filter((line) => FORBIDDEN.some((words) => words.test(line)));
    });
    expect(found).toEqual([]);
  });

  it('have file names in kebab case', () => {
    const odd = filesUnder('src', /\.ts$/).filter((file) => !/^[a-z0-9/.-]+$/.test(file));
    expect(odd).toEqual([]);
  });
});
