import { flagOf } from '../config/spelling.ts';

/** Where results go and what they stand beside makes no other test. */
const NOT_OF_THE_TEST: ReadonlySet<string> = new Set(['json', 'html', 'against']);

/** What a POSIX shell takes as it is. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * The command line of a test, to be typed again in a POSIX shell.
 *
 * @param options as they were read, by name
 */
export function loadCommand(target: string, options: ReadonlyMap<string, unknown>): string {
  const words = [...options]
    .filter(([name, value]) => !NOT_OF_THE_TEST.has(name) && value !== false)
    .flatMap(([name, value]) => [flagOf(name), ...(value === true ? [] : [String(value)])]);
  return ['hdl-edge', 'load', target, ...words].map(quoted).join(' ');
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
