import { readFileSync, statSync } from 'node:fs';
import type { HandleSource } from './handle-source.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { listSource, logSource } from './list-source.ts';
import { LoadError } from './load-error.ts';
import { patternSource } from './pattern-source.ts';

/** Where the handles of a test may come from; exactly one is given. */
export interface SourceOptions {
  readonly handles: string | undefined;
  readonly pattern: string | undefined;
  readonly log: string | undefined;
}

/**
 * @throws {LoadError} when none or several are given, a file cannot be read, or names no handle
 */
export function handleSourceOf({ handles, pattern, log }: SourceOptions): HandleSource {
  const given = [handles, pattern, log].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw new LoadError(
      'Say once which handles to ask for: --handles FILE, --pattern "20.500.1/bench-{0..19999}" or --log FILE.',
    );
  }
  if (pattern !== undefined) return patternSource(pattern);
  if (handles !== undefined) return listSource(readText(handles), handles);
  return logSource(readText(log as string), log as string);
}

function readText(path: string): string {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) {
      throw new LoadError(`${path} is larger than ${MAX_FILE_BYTES} bytes.`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof LoadError) throw error;
    throw new LoadError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
