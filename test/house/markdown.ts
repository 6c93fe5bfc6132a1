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

/** A page without its fenced code blocks. */
export function prose(text: string): string {
  return text.replaceAll(/^ *```.*?^ *```$/gms, '');
}

/** What stands between single backticks. */
export function inlineCode(text: string): string[] {
  return [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Links to files of the project, with what is behind a `#`. */
export function linksOf(text: string): string[] {
  const found = prose(text).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g);
  return [...found].map(([, target = '']) => target);
}

/** The names by which headings of a page can be linked to, as GitHub and GitLab make them. */
export function anchorsOf(file: string): string[] {
  const headings = prose(readFileSync(file, 'utf8')).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
