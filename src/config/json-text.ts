import { MAX_JSON_DEPTH } from './limits.ts';

/** Where something stands in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** JSON, and where its members stand. */
export interface JsonText {
  readonly value: unknown;
  /** Where the name of each member stands, by JSON pointer (RFC 6901): `/virtualHosts/a.example`. */
  readonly places: ReadonlyMap<string, Place>;
  /** Members that their object had already; the last one holds, as with `JSON.parse`. */
  readonly repeated: readonly { readonly name: string; readonly place: Place }[];
}

/** A text that is no JSON, and where it stops being it. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON as `JSON.parse` does, but knows where everything stands: people who write a file by
 * hand want the line. A byte order mark at the beginning is passed over.
 *
 * @throws JsonTextError
 */
export function readJsonText(text: string): JsonText {
  const places = new Map<string, Place>();
  const repeated: { name: string; place: Place }[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  function fail(message: string): never {
    throw new JsonTextError(message, placeOf(text, at));
  }

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function takeMark(mark: string): boolean {
    take(SPACE);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  }

  function string(): string {
    const found = take(STRING);
    if (found !== undefined) return JSON.parse(found);
    return fail(text[at] === '"' ? 'a string without its end, or with a bad escape' : 'no string');
  }

  function value(path: string, depth: number): unknown {
    if (depth > MAX_JSON_DEPTH) fail('too deep');
    take(SPACE);
    if (at >= text.length) fail('the text ends too soon');
    if (takeMark('{')) return object(path, depth);
    if (takeMark('[')) return array(path, depth);
    if (text[at] === '"') return string();
    const found = take(NUMBER) ?? take(WORD);
    return found === undefined ? fail(`unexpected ${shown(text.slice(at))}`) : JSON.parse(found);
  }

  function object(path: string, depth: number): unknown {
    const members = new Map<string, unknown>();
    if (takeMark('}')) return {};
    do {
      take(SPACE);
      if (text[at] === '}') fail('a comma before the end of the object');
      if (text[at] !== '"') fail('a member begins with its name in double quotes');
      const place = placeOf(text, at);
      const name = string();
      if (members.has(name)) repeated.push({ name, place });
      const inner = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      places.set(inner, place);
      if (!takeMark(':')) fail('no colon behind the name of the member');
      members.set(name, value(inner, depth + 1));
    } while (takeMark(','));
    if (!takeMark('}')) fail('neither comma nor closing brace behind the member');
    return Object.fromEntries(members);
  }

  function array(path: string, depth: number): unknown[] {
    const items: unknown[] = [];
    if (takeMark(']')) return items;
    do {
      take(SPACE);
      if (text[at] === ']') fail('a comma before the end of the list');
      items.push(value(`${path}/${items.length}`, depth + 1));
    } while (takeMark(','));
    if (!takeMark(']')) fail('neither comma nor closing bracket behind the item');
    return items;
  }

  const read = value('', 0);
  take(SPACE);
  if (at < text.length) fail(`unexpected ${shown(text.slice(at))} behind the end`);
  return { value: read, places, repeated };
}

function placeOf(text: string, at: number): Place {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n') };
}

function shown(rest: string): string {
  return JSON.stringify(/^[\w.+-]{1,20}|^./su.exec(rest)?.[0] ?? '');
}
