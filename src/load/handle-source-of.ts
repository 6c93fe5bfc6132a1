import type { HandleSource } from './handle-source.ts';
import { linesOf } from './lines-of.ts';
import { listSource } from './list-source.ts';
import { LoadError } from './load-error.ts';
import { logSource } from './log-source.ts';
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
  if (handles !== undefined) return listSource(linesOf(handles), handles);
  return logSource(linesOf(log as string), log as string);
}
