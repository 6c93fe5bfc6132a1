import { ImportError } from './import-error.ts';
import { MAX_DCT_DEPTH } from './limits.ts';

/** A value of a .dct file. */
export type DctValue = string | readonly DctValue[] | DctObject;

/** An object of a .dct file: its members in their order. */
export interface DctObject {
  readonly members: readonly DctMember[];
}

export interface DctMember {
  readonly key: string;
  readonly value: DctValue;
  /** Where the key stands, from 1. */
  readonly line: number;
}

/** The language has no comments, but files written by hand do. */
const SPACE = /(?:\s+|#[^\n]*|\/\/[^\n]*)*/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
/** Not in the manual, but found in files written by hand. */
const BARE = /[\w.:/@+-]+/y;

/**
 * Reads a .dct file: objects `{"key" = value …}`, lists `("a" "b")`, strings in double quotes.
 *
 * @throws ImportError with the line
 */
export function readDct(text: string): DctObject {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let counted = 0;

  /** Each character is looked at once, however many members there are. */
  function lineHere(): number {
    for (; counted < at; counted += 1) if (text[counted] === '\n') line += 1;
    return line;
  }

  function fail(expected: string): never {
    const found = at >= text.length ? 'the end of the file' : JSON.stringify(text[at]);
    throw new ImportError(`${expected} expected, found ${found}`, lineHere());
  }

  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    at += found[0].length;
    return found;
  }

  function takeMark(mark: string): boolean {
    take(SPACE);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  }

  function string(what: string): string {
    take(SPACE);
    if (text[at] !== '"') return take(BARE)?.[0] ?? fail(what);
    const begin = at;
    const found = take(QUOTED);
    if (found !== undefined) return unescaped(found[1] ?? '');
    at = begin;
    throw new ImportError('a string that begins here has no end', lineHere());
  }

  function value(depth: number): DctValue {
    if (depth > MAX_DCT_DEPTH) throw new ImportError('too many levels', lineHere());
    if (takeMark('{')) return object(depth);
    if (takeMark('(')) return list(depth);
    return string('a string in double quotes, { or (');
  }

  function object(depth: number): DctObject {
    const members: DctMember[] = [];
    while (!takeMark('}')) {
      const begin = lineHere();
      const key = string('a key in double quotes or }');
      if (!takeMark('=')) fail(`= behind the key ${JSON.stringify(key)}`);
      members.push({ key, value: value(depth + 1), line: begin });
    }
    return { members };
  }

  function list(depth: number): DctValue[] {
    const items: DctValue[] = [];
    while (!takeMark(')')) items.push(value(depth + 1));
    return items;
  }

  if (!takeMark('{')) fail('{');
  const read = object(0);
  take(SPACE);
  if (at < text.length) fail('the end of the file');
  return read;
}

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}
