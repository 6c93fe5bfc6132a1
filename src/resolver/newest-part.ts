import type { Selection } from '../handle/selection.ts';
import type { CachedRecord } from './cached-record.ts';
import { hitWith, type ValuesHit } from './hit.ts';
import { selectPart } from './select-part.ts';

/**
 * The newest answer to a request for a part of a record.
 *
 * @param whole the whole record
 * @param own what this very part was given
 */
export function newestPart(
  whole: CachedRecord | undefined,
  own: CachedRecord | undefined,
  selection: Selection,
  mayUse: (expiry: number) => boolean,
): ValuesHit | undefined {
  const usableOwn = own !== undefined && mayUse(own.freshUntil) ? own : undefined;
  if (whole !== undefined && (usableOwn?.receivedAt ?? 0) <= whole.receivedAt) {
    const answer = selectPart(whole, selection, mayUse);
    if (answer !== undefined) return hitWith(whole, answer);
  }
  return usableOwn && hitWith(usableOwn);
}
