/** What a YAML file of ours holds. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads as much of YAML as our files use: mappings and sequences by indentation, `[…]`, `{}`, plain
 * and double-quoted scalars, comments. Everything else is an error, so that our files stay readable
 * without knowing all of YAML.
 */
export function readYaml(text: string): Yaml {
  const lines: Line[] = text.split('\n').flatMap((whole, position) => {
    if (whole.includes('\t')) throw new Error(`line ${position + 1}: a tab`);
    const content = whole.replace(/(?:^|\s)#.*$/, '').trimEnd();
    if (content === '') return [];
    const indent = content.length - content.trimStart().length;
    return [{ number: position + 1, indent, text: content.trimStart() }];
  });
  const [first] = lines;
  if (first === undefined) throw new Error('it is empty');
  const value = block(lines, first.indent);
  const [left] = lines;
  if (left !== undefined) throw new Error(`line ${left.number}: indented like nothing before it`);
  return value;
}

/** Takes the lines of one mapping or sequence. */
function block(lines: Line[], indent: number): Yaml {
  return lines[0]?.text.startsWith('- ') ? sequence(lines, indent) : mapping(lines, indent);
}

function sequence(lines: Line[], indent: number): Yaml {
  const items: Yaml[] = [];
  for (let line = lines[0]; line?.indent === indent; line = lines[0]) {
    if (!line.text.startsWith('- ')) break;
    const text = line.text.slice(2);
    if (isEntry(text)) {
      // The mapping begins behind the dash, and goes on where it begins.
      lines[0] = { ...line, indent: indent + 2, text };
      items.push(mapping(lines, indent + 2));
    } else {
      lines.shift();
      items.push(scalar(text, line.number));
    }
  }
  return items;
}

function mapping(lines: Line[], indent: number): Yaml {
  const members = new Map<string, Yaml>();
  for (let line = lines[0]; line?.indent === indent; line = lines[0]) {
    const [, key, rest = ''] = /^([\w./-]+):(?: (.*))?$/.exec(line.text) ?? [];
    if (key === undefined) throw new Error(`line ${line.number}: no key: ${line.text}`);
    if (members.has(key)) throw new Error(`line ${line.number}: ${key} stands there twice`);
    lines.shift();
    if (rest !== '') {
      members.set(key, scalar(rest, line.number));
      continue;
    }
    const next = lines[0];
    if (next === undefined || next.indent <= indent) {
      throw new Error(`line ${line.number}: ${key} has no value`);
    }
    members.set(key, block(lines, next.indent));
  }
  return Object.fromEntries(members);
}

function isEntry(text: string): boolean {
  return /^[\w./-]+:(?: |$)/.test(text);
}

function scalar(text: string, number: number): Yaml {
  if (text === '{}') return {};
  if (text.startsWith('[') && text.endsWith(']')) {
    return text
      .slice(1, -1)
      .split(',')
      .map((item) => scalar(item.trim(), number));
  }
  if (text.startsWith('"')) return JSON.parse(text) as string;
  if (/^[&*!|>{}[\]'%@`]/.test(text)) throw new Error(`line ${number}: not read here: ${text}`);
  if (/^-?\d+$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}
