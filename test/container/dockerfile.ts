import { readFileSync } from 'node:fs';

/** One instruction, its lines put together and its arguments filled in. */
export interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

/** What stands between one FROM and the next. */
export interface Stage {
  readonly image: string;
  /** Empty for the last stage, which has none. */
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** Reads as much of the format as our Dockerfile uses. */
export function readDockerfile(path = 'Dockerfile'): Stage[] {
  const text = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ');
  const values = new Map<string, string>();
  const stages: { image: string; name: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [, keyword = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === '') throw new Error(`no instruction: ${line}`);
    const filled = rest.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`${name} has no value: ${line}`);
      return value;
    });
    if (keyword === 'ARG') {
      const [name = '', value = ''] = filled.split('=');
      values.set(name, value);
    } else if (keyword === 'FROM') {
      const [image = '', , name = ''] = filled.split(' ');
      stages.push({ image, name, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ keyword, text: filled });
    }
  }
  return stages;
}

/** The texts of all instructions of a kind. */
export function textsOf({ instructions }: Stage, keyword: string): string[] {
  return instructions.filter((each) => each.keyword === keyword).map(({ text }) => text);
}

/** `["a", "b"]` of an ENTRYPOINT, CMD or HEALTHCHECK. */
export function execForm(text: string | undefined): string[] {
  return JSON.parse(text?.slice(text.indexOf('[')) ?? '') as string[];
}

/** `A=1 B="two words"` of a LABEL or ENV. */
export function pairs(text: string): Record<string, string> {
  const found = text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g);
  return Object.fromEntries([...found].map(([, name, quoted, plain]) => [name, quoted ?? plain]));
}
