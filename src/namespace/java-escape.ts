import { type CharacterSet, ESCAPED_SETS, propertySet } from './character-set.ts';
import { type Cursor, codeOf, UnusableExpression } from './cursor.ts';

/** What stands behind a backslash. */
export type EscapeSequence =
  | { readonly character: number }
  /** The members of a set, as they are written between brackets. */
  | { readonly set: string }
  /** Something else, as RE2 writes it; it cannot stand in a class. */
  | { readonly text: string };

/** Letters that stand for one character. */
const CONTROL_LETTERS: ReadonlyMap<string, number> = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['r', 0x0d],
  ['f', 0x0c],
  ['a', 0x07],
  ['e', 0x1b],
]);

const POSITIONS: ReadonlyMap<string, string> = new Map([
  ['b', '\\b'],
  ['B', '\\B'],
  ['A', '\\A'],
  ['z', '\\z'],
  // Before a last line break too, in Java; no difference where the whole text has to match.
  ['Z', '\\z'],
]);

const ANY_LINE_BREAK = '(?:\\r\\n|[\\x{a}-\\x{d}\\x{85}\\x{2028}\\x{2029}])';

/**
 * Reads an escape of java.util.regex, behind its backslash.
 *
 * @throws UnusableExpression
 */
export function readEscape(cursor: Cursor): EscapeSequence {
  const letter = cursor.take();
  if (!/[A-Za-z0-9]/.test(letter)) return { character: codeOf(letter) };
  const control = CONTROL_LETTERS.get(letter);
  if (control !== undefined) return { character: control };
  const set = ESCAPED_SETS.get(letter.toLowerCase());
  if (set !== undefined) return choice(set, letter !== letter.toLowerCase());
  const position = POSITIONS.get(letter);
  if (position !== undefined) return { text: position };
  switch (letter) {
    case 'p':
    case 'P':
      return readProperty(cursor, letter === 'P');
    case 'x':
      return { character: cursor.skip('{') ? readBracedHex(cursor) : readHex(cursor, 2) };
    case 'u':
      return { character: readUtf16(cursor) };
    case 'c':
      return { character: codeOf(cursor.take()) ^ 0x40 };
    case '0':
      return { character: readOctal(cursor) };
    case 'R':
      return { text: ANY_LINE_BREAK };
    default:
      throw new UnusableExpression(
        /[1-9k]/.test(letter) ? 'a back-reference' : `the escape \\${letter}`,
      );
  }
}

function choice(set: CharacterSet, others: boolean): EscapeSequence {
  return { set: others ? set.others : set.members };
}

function readProperty(cursor: Cursor, negated: boolean): EscapeSequence {
  const first = cursor.take();
  const name = first === '{' ? readUntilBrace(cursor) : first;
  const set = propertySet(name);
  if (set === undefined) throw new UnusableExpression(`the property ${name.slice(0, 40)}`);
  return choice(set, negated);
}

function readUntilBrace(cursor: Cursor): string {
  let text = '';
  while (!cursor.skip('}')) text += cursor.take();
  return text;
}

function readHex(cursor: Cursor, digits: number): number {
  return readDigits(cursor, new RegExp(`^[0-9a-fA-F]{${digits}}`), 16);
}

function readBracedHex(cursor: Cursor): number {
  const text = readUntilBrace(cursor);
  const code = /^[0-9a-fA-F]{1,6}$/.test(text) ? Number.parseInt(text, 16) : Number.NaN;
  if (!(code <= 0x10ffff)) throw new UnusableExpression('an escape without its digits');
  return code;
}

/** `\uD83D\uDE00` is one character. */
function readUtf16(cursor: Cursor): number {
  const unit = readHex(cursor, 4);
  const isPair = unit >= 0xd800 && unit < 0xdc00 && cursor.skip('\\u');
  return isPair ? codeOf(String.fromCharCode(unit, readHex(cursor, 4))) : unit;
}

function readOctal(cursor: Cursor): number {
  return readDigits(cursor, /^(?:[0-3][0-7]{2}|[0-7]{1,2})/, 8);
}

function readDigits(cursor: Cursor, pattern: RegExp, radix: number): number {
  const digits = pattern.exec(cursor.ahead(4))?.[0];
  if (digits === undefined) throw new UnusableExpression('an escape without its digits');
  cursor.advance(digits.length);
  return Number.parseInt(digits, radix);
}
