import type { Clock } from '../system.ts';
import { fileVersion } from './file-version.ts';

export interface RereadOptions<Content> {
  readonly clock: Clock;
  /** How often it is looked whether the file has changed, in milliseconds. */
  readonly everyMs: number;
  /** @throws when the file cannot be used */
  readonly read: () => Content;
  /** Told what is wrong with a changed file; the content before still holds. */
  readonly onProblem: (message: string) => void;
}

/**
 * What a file holds. It is looked at whenever somebody wants to know, so that nothing runs while nobody
 * does, and read again when it has changed.
 *
 * @throws what `read` throws at first
 */
export function rereadFile<Content>(path: string, options: RereadOptions<Content>): () => Content {
  const { clock, everyMs, read, onProblem } = options;
  let version = fileVersion(path);
  let lookedAt = clock.elapsed();
  let current = read();
  return () => {
    const now = clock.elapsed();
    if (now - lookedAt < everyMs) return current;
    lookedAt = now;
    const present = fileVersion(path);
    if (present === version) return current;
    version = present;
    try {
      current = read();
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
    return current;
  };
}
