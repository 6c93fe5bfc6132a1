import { readFileSync } from 'node:fs';
import type { Observer } from '../events.ts';
import { type AddressRange, parseAddressRange } from '../handle/address-range.ts';
import type { Clock } from '../system.ts';
import { rereadFile } from './reread-file.ts';
import { StartError } from './start-error.ts';

/** How often it is looked whether the file has changed, in milliseconds. */
const CHECK_MS = 1_000;

/** Entries at most: each request is compared with all of them. */
const MAX_ENTRIES = 10_000;

/**
 * The addresses and ranges of a file, one in a line; what stands behind `#` is a remark. It is read
 * again when it has changed: that is looked at when somebody comes, at most once a second. A file that
 * cannot be used then leaves the list as it was.
 *
 * @throws {StartError} when the file cannot be used at first
 */
export function openBlockList(
  path: string,
  clock: Clock,
  observer: Observer,
): () => readonly AddressRange[] {
  return rereadFile(path, {
    clock,
    everyMs: CHECK_MS,
    read: () => readBlockList(path),
    onProblem: (message) => observer.warning?.({ name: 'bad-block-list', message }),
  });
}

function readBlockList(path: string): readonly AddressRange[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(`blockList: ${(error as Error).message}`, 2, error);
  }
  const ranges: AddressRange[] = [];
  for (const [number, line] of text.split('\n').entries()) {
    const entry = line.replace(/#.*/, '').trim();
    if (entry === '') continue;
    const range = parseAddressRange(entry);
    if (range === undefined) {
      throw new StartError(
        `blockList: ${path}, line ${number + 1}: ${JSON.stringify(entry)} is no address and no CIDR range`,
        2,
      );
    }
    ranges.push(range);
    if (ranges.length > MAX_ENTRIES) {
      throw new StartError(`blockList: ${path} has more than ${MAX_ENTRIES} entries`, 2);
    }
  }
  return ranges;
}
