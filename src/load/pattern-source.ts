import type { HandleSource } from './handle-source.ts';
import { MAX_HANDLES } from './limits.ts';
import { LoadError } from './load-error.ts';

interface Range {
  readonly first: number;
  readonly count: number;
  /** Numbers are filled up with zeros to this many digits. */
  readonly digits: number;
}

/**
 * Handles by a pattern: `20.500.1/bench-{0..19999}`. Several ranges count like the digits of a number,
 * the last one fastest; `{000..999}` keeps the zeros. Braces without two dots are parts of handles.
 *
 * @throws {LoadError} when a range cannot be read or there are too many handles
 */
export function patternSource(pattern: string): HandleSource {
  const texts: string[] = [];
  const ranges: Range[] = [];
  let end = 0;
  for (const match of pattern.matchAll(/\{(\d+)\.\.(\d+)\}/g)) {
    texts.push(pattern.slice(end, match.index));
    ranges.push(readRange(match[0], match[1] ?? '', match[2] ?? ''));
    end = match.index + match[0].length;
  }
  const tail = pattern.slice(end);
  for (const text of [...texts, tail]) refuseMistypedRange(text);
  const count = ranges.reduce((product, range) => product * range.count, 1);
  if (count > MAX_HANDLES) {
    throw new LoadError(`The pattern ${pattern} stands for more than ${MAX_HANDLES} handles.`);
  }
  return {
    count,
    at(position) {
      let rest = position;
      let handle = tail;
      for (let i = ranges.length - 1; i >= 0; i--) {
        const { first, count: size, digits } = ranges[i] as Range;
        const number = String(first + (rest % size)).padStart(digits, '0');
        handle = `${texts[i]}${number}${handle}`;
        rest = Math.floor(rest / size);
      }
      return handle;
    },
  };
}

/** Asking for a handle that nobody meant would look like a target that answers wrongly. */
function refuseMistypedRange(text: string): void {
  const [mistyped] = /\{[^{}]*\.\.[^{}]*\}?/.exec(text) ?? [];
  if (mistyped === undefined) return;
  throw new LoadError(
    `${mistyped} is no range of whole numbers, as {0..99} is. Handles that have such a text in them can be named in a file (--handles).`,
  );
}

function readRange(range: string, from: string, to: string): Range {
  const first = Number(from);
  const last = Number(to);
  if (!Number.isSafeInteger(last) || last < first) {
    throw new LoadError(`The range ${range} must go upwards, as in {0..99}.`);
  }
  return { first, count: last - first + 1, digits: from.startsWith('0') ? from.length : 1 };
}
