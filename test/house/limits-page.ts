import { readFileSync } from 'node:fs';
import { filesUnder } from './files.ts';

interface Limit {
  readonly name: string;
  readonly value: unknown;
  readonly reason: string;
}

const HEAD = `# Limits

**Every length, count, depth and wait that something from outside could drive up has a cap with a
name.** These are the caps, room by room, with their values and why they are what they are. Those that
operators may set are [settings](../README.md#settings); the others are constants of the version.
\`npm run docs\` writes this page from the sources, and a test compares it with them.
`;

const EXPORTED = /\/\*\*((?:(?!\*\/).)*)\*\/\nexport const ([A-Z][A-Z0-9_]*)\b/gs;

/** The page about limits, as the sources say it. */
export async function limitsPage(): Promise<string> {
  const sections: string[] = [HEAD];
  for (const file of filesUnder('src', /^limits\.ts$/)) {
    const limits = await limitsOf(file);
    const rows = limits.map(
      ({ name, value, reason }) => `| \`${name}\` | ${shown(value)} | ${cell(reason)} |`,
    );
    const room = file.slice('src/'.length, -'/limits.ts'.length);
    sections.push(
      [`## ${room}`, '', '| cap | value | what and why |', '|---|---|---|', ...rows, ''].join('\n'),
    );
  }
  return sections.join('\n');
}

/** @throws Error when a cap does not say why it is there */
async function limitsOf(file: string): Promise<Limit[]> {
  const values = (await import(new URL(`../../${file}`, import.meta.url).href)) as Record<
    string,
    unknown
  >;
  const reasons = new Map(
    [...readFileSync(file, 'utf8').matchAll(EXPORTED)].map(([, comment = '', name = '']) => [
      name,
      comment
        .replace(/^\s*\*? ?/gm, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ]),
  );
  const missing = Object.keys(values).filter((name) => !reasons.has(name));
  if (missing.length > 0) throw new Error(`${file}: no reason given for ${missing.join(', ')}`);
  return [...reasons].map(([name, reason]) => ({ name, value: values[name], reason }));
}

function shown(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en') : `\`${JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
