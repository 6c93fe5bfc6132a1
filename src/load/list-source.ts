import type { Expectation, HandleSource } from './handle-source.ts';
import { MAX_HANDLES } from './limits.ts';
import { LoadError } from './load-error.ts';

/**
 * Handles from a file, one in a line; behind it, after tabs, may stand the status that is right and
 * the host of the right location: `20.500.1/abc<TAB>302<TAB>example.org`. Lines that begin with `#`
 * are remarks.
 *
 * @param name of the file, for messages
 * @throws {LoadError} when a line cannot be read, or there is none
 */
export function listSource(text: string, name: string): HandleSource {
  const handles: string[] = [];
  const expected = new Map<number, Expectation>();
  for (const [number, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [handle = '', status = '', host = ''] = line.split('\t');
    const position = handles.push(handle) - 1;
    if (status === '' && host === '') continue;
    if (status !== '' && !/^\d{1,4}$/.test(status)) {
      throw new LoadError(`${name}, line ${number + 1}: ${JSON.stringify(status)} is no status.`);
    }
    expected.set(position, {
      ...(status !== '' && { status: Number(status) }),
      ...(host !== '' && { host }),
    });
  }
  return sourceOf(handles, name, (position) => expected.get(position));
}

/**
 * `… HTTP:HDL "2026-01-01 12:00:00.000Z" 1 1 3ms 20.500.1/abc …`: the client, the way in, the time,
 * the opcode, the response code, how long it took, and the handle, percent-encoded.
 */
const ACCESS_LINE = /^\S+ (?:HTTP:)?HDL\S* "[^"]*" -?\d+ -?\d+ \d+ms (\S+)/;

/**
 * The handles of an access log in the Handle.Net format, in its order and as often as they occur there.
 *
 * @param name of the file, for messages
 * @throws {LoadError} when no line has that format
 */
export function logSource(text: string, name: string): HandleSource {
  const handles: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const written = ACCESS_LINE.exec(line)?.[1];
    const handle = written === undefined ? undefined : decoded(written);
    if (handle !== undefined) handles.push(handle);
  }
  return sourceOf(handles, name);
}

function sourceOf(
  handles: readonly string[],
  name: string,
  expectation?: HandleSource['expectation'],
): HandleSource {
  if (handles.length === 0) throw new LoadError(`${name} names no handle.`);
  if (handles.length > MAX_HANDLES) {
    throw new LoadError(`${name} names more than ${MAX_HANDLES} handles.`);
  }
  return {
    count: handles.length,
    at: (position) => handles[position] ?? '',
    ...(expectation !== undefined && { expectation }),
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
