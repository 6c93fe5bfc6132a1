/** Code points as pairs of first and last, ascending. */
type Ranges = readonly (readonly [number, number])[];

const LAST_CODE_POINT = 0x10ffff;

/** A predefined set of Java's, as it is written inside the brackets of an RE2 class. */
export interface CharacterSet {
  readonly members: string;
  readonly others: string;
}

const WHITE_SPACE: Ranges = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const HORIZONTAL_SPACE: Ranges = [
  [0x09, 0x09],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];
const LINE_BREAKS: Ranges = [
  [0x0a, 0x0d],
  [0x85, 0x85],
  [0x2028, 0x2029],
];

/** Behind a backslash; the capital letter means the others. */
export const ESCAPED_SETS: ReadonlyMap<string, CharacterSet> = new Map([
  ['d', { members: '\\d', others: '\\D' }],
  ['w', { members: '\\w', others: '\\W' }],
  ['s', setOf(WHITE_SPACE)],
  ['h', setOf(HORIZONTAL_SPACE)],
  ['v', setOf(LINE_BREAKS)],
]);

/** `\p{…}` names that are POSIX classes in Java and mean ASCII only. */
const POSIX = new Set(
  'Lower Upper ASCII Alpha Digit Alnum Punct Graph Print Blank Cntrl XDigit Space'.split(' '),
);

/**
 * The set that `\p{name}` stands for.
 *
 * @returns undefined when nothing like it is known
 */
export function propertySet(name: string): CharacterSet | undefined {
  if (POSIX.has(name)) {
    const posix = name.toLowerCase();
    return { members: `[:${posix}:]`, others: `[:^${posix}:]` };
  }
  // Blocks (InGreek) and Java's own methods (javaLetter) have no counterpart.
  if (/^(?:In|java|blk=|block=)/.test(name)) return undefined;
  const property = name.replace(/^(?:Is|script=|sc=|general_category=|gc=)/i, '');
  if (!/^[A-Za-z_]{1,40}$/.test(property)) return undefined;
  const unicode = property.length <= 2 ? property : capitalised(property);
  return { members: `\\p{${unicode}}`, others: `\\P{${unicode}}` };
}

function capitalised(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');
}

function setOf(ranges: Ranges): CharacterSet {
  return { members: written(ranges), others: written(complementOf(ranges)) };
}

function complementOf(ranges: Ranges): Ranges {
  const others: [number, number][] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) others.push([next, first - 1]);
    next = last + 1;
  }
  return [...others, [next, LAST_CODE_POINT]];
}

function written(ranges: Ranges): string {
  return ranges.map(([first, last]) => `${codePoint(first)}-${codePoint(last)}`).join('');
}

/** A code point in a form that is safe anywhere in an RE2 expression. */
export function codePoint(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
