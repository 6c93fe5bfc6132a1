import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { MAX_LINE_LENGTH } from './limits.ts';
import { LoadError } from './load-error.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * The lines of a file, one by one: logs are larger than a string can be.
 *
 * @throws {LoadError} when the file cannot be read, or a line has no end
 */
export function* linesOf(path: string): Generator<string> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    let isFirst = true;
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const text = decoder.write(chunk.subarray(0, size));
      const lines = (rest + (isFirst ? text.replace(/^\ufeff/, '') : text)).split(/\r?\n/);
      isFirst = false;
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH) {
        throw new LoadError(`${path} has a line of more than ${MAX_LINE_LENGTH} characters.`);
      }
      yield* lines;
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } catch (error) {
    if (error instanceof LoadError) throw error;
    throw new LoadError(`${path} cannot be read: ${(error as Error).message}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
