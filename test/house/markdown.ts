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
