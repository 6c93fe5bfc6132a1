import { decodeText } from './decode-text.ts';

/** One entry of a Java properties file. */
export interface Property {
  readonly key: string;
  readonly value: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** White space before the key, then the key up to an unescaped separator, then the value. */
const ENTRY = /^[ \t\f]*((?:\\[\s\S]|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*([\s\S]*)$/;

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

/** Reads a Java properties file (java.util.Properties.load); of a key given twice both come. */
export function readProperties(bytes: Uint8Array): Property[] {
  const found: Property[] = [];
  const lines = decodeText(bytes).split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    let logical = lines[at] ?? '';
    if (/^[ \t\f]*(?:[#!]|$)/.test(logical)) continue;
    while (isContinued(logical) && at + 1 < lines.length) {
      at += 1;
      logical = logical.slice(0, -1) + (lines[at] ?? '').replace(/^[ \t\f]+/, '');
    }
    const [, key = '', value = ''] = ENTRY.exec(logical) ?? [];
    found.push({ key: unescaped(key), value: unescaped(value).trimEnd(), line });
  }
  return found;
}

/** Whether the line ends in an odd number of backslashes. */
function isContinued(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|([\s\S])|$)/g, (_, hex?: string, letter?: string) =>
    hex !== undefined
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : (LETTERS[letter ?? ''] ?? letter ?? ''),
  );
}
