import type { HandleSource } from './handle-source.ts';
import { MAX_HANDLES, MAX_ODD_LINES } from './limits.ts';
import { LoadError } from './load-error.ts';

/**
 * `… HTTP:HDL "2026-01-01 12:00:00.000Z" 1 1 3ms 20.500.1/abc …`: the client, the way in, the time,
 * the opcode, the response code, how long it took, and the handle, percent-encoded.
 */
const ACCESS_LINE = /^\S+ (?:\w+:)?HDL\S* "[^"]*" (-?\d+) (-?\d+) \d+ms (\S+)/;

const RESOLUTION = '1';

/**
 * The handles of an access log in the Handle.Net format, in its order and as often as they occur there;
 * what was answered then is what is expected now. Other lines are passed over.
 *
 * @param name of the file, for messages
 * @throws {LoadError} when no line has that format, or there are too many
 */
export function logSource(lines: Iterable<string>, name: string): HandleSource {
  const numbers = new Map<string, number>();
  const handles: string[] = [];
  const first: number[] = [];
  const codes: number[] = [];
  const order: number[] = [];
  const odd = { count: 0, examples: [] as string[] };
  let lineNumber = 0;
  for (const line of lines) {
    lineNumber += 1;
    const read = readLine(line);
    if (typeof read === 'string') {
      if (line === '') continue;
      odd.count += 1;
      if (odd.examples.length < MAX_ODD_LINES) {
        odd.examples.push(`line ${lineNumber}: ${read}`);
      }
      continue;
    }
    if (order.length === MAX_HANDLES) {
      throw new LoadError(`${name} names more than ${MAX_HANDLES} handles.`);
    }
    let handleNumber = numbers.get(read.handle);
    if (handleNumber === undefined) {
      handleNumber = handles.push(read.handle) - 1;
      numbers.set(read.handle, handleNumber);
      first.push(order.length);
      codes.push(read.responseCode);
    }
    order.push(handleNumber);
  }
  if (order.length === 0) {
    const why = odd.examples[0] === undefined ? '' : ` (${odd.examples[0]})`;
    throw new LoadError(`${name} names no handle${why}.`);
  }
  const numberAt = (position: number) => order[position] as number;
  return {
    count: order.length,
    at: (position) => handles[numberAt(position)] as string,
    firstOf: (position) => first[numberAt(position)] as number,
    expectation: (position) => ({ responseCode: codes[numberAt(position)] as number }),
    passedOver: odd,
  };
}

/** @returns why not, in words, when the line is about no resolution */
function readLine(line: string): { handle: string; responseCode: number } | string {
  const [, opcode, code, written = ''] = ACCESS_LINE.exec(line) ?? [];
  if (opcode === undefined) return 'not in the Handle.Net format';
  if (opcode !== RESOLUTION) return `operation ${opcode}, which is no resolution`;
  try {
    return { handle: decodeURIComponent(written), responseCode: Number(code) };
  } catch {
    return 'a handle with broken percent-encoding';
  }
}
