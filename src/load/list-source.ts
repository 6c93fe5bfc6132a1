import type { Expectation, HandleSource } from './handle-source.ts';
import { MAX_HANDLES } from './limits.ts';
import { LoadError } from './load-error.ts';

/**
 * Handles from a file, one in a line; behind it, after tabs, may stand the status that is right and
 * the host of the right location: `20.500.1/abc<TAB>302<TAB>example.org`. Lines that begin with `#`
 * are remarks.
 *
 * @param name of the file, for messages
 * @throws {LoadError} when a line cannot be read, there is none, or there are too many
 */
export function listSource(lines: Iterable<string>, name: string): HandleSource {
  const handles: string[] = [];
  const expected = new Map<number, Expectation>();
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line === '' || line.startsWith('#')) continue;
    if (handles.length === MAX_HANDLES) {
      throw new LoadError(`${name} names more than ${MAX_HANDLES} handles.`);
    }
    const [handle = '', status = '', host = ''] = line.split('\t');
    if (handle === '') throw new LoadError(`${name}, line ${number}: there is no handle.`);
    const position = handles.push(handle) - 1;
    if (status === '' && host === '') continue;
    if (status !== '' && !/^\d{1,4}$/.test(status)) {
      throw new LoadError(`${name}, line ${number}: ${JSON.stringify(status)} is no status.`);
    }
    expected.set(position, {
      ...(status !== '' && { status: Number(status) }),
      ...(host !== '' && { host: host.toLowerCase() }),
    });
  }
  if (handles.length === 0) throw new LoadError(`${name} names no handle.`);
  return {
    count: handles.length,
    at: (position) => handles[position] ?? '',
    expectation: (position) => expected.get(position),
  };
}
