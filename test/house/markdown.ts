import { readFileSync } from 'node:fs';

export interface CodeBlock {
  readonly language: string;
  /** What stands behind the language: `run`, `start`, `status=1`, … */
  readonly marks: readonly string[];
  readonly code: string;
}

/** The fenced code blocks of a Markdown file, in order. */
export function codeBlocks(file: string): CodeBlock[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', code = '']) => {
    const [language = '', ...marks] = info.split(' ');
    return { language, marks, code };
  });
}

/**
 * The rows of the table between `<!-- name -->` and `<!-- /name -->`, by the heads of its columns.
 * Marks of code around a whole cell are taken away.
 */
export function tableRows(file: string, name: string): Record<string, string>[] {
  const text = readFileSync(file, 'utf8');
  const [, table = ''] =
    new RegExp(`<!-- ${name} -->\n(.*?)<!-- /${name} -->`, 's').exec(text) ?? [];
  const [heads = [], , ...rows] = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
    );
  return rows.map((cells) =>
    Object.fromEntries(heads.map((head, position) => [head, cells[position] ?? ''])),
  );
}
