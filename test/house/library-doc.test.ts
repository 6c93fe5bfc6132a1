import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder } from './files.ts';
import { codeBlocks } from './markdown.ts';

const shown = codeBlocks('docs/library.md').flatMap(({ marks, code }) => {
  const file = marks.find((mark) => mark.startsWith('file='))?.slice('file='.length);
  return file === undefined ? [] : [{ file: `docs/examples/${file}`, code }];
});

describe('the page about the library', () => {
  it.each(shown)('shows $file as it is', ({ file, code }) => {
    expect(code).toBe(readFileSync(file, 'utf8'));
  });

  it('shows every example', () => {
    const files = shown.map(({ file }) => file).sort();
    expect(files).toEqual(filesUnder('docs/examples', /\.ts$/));
  });
});
