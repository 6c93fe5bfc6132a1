import type { Asking } from './asking.ts';
import { type RecordResult, valuesNotFound } from './record-answer.ts';
import { selectPart } from './select-part.ts';

/**
 * What the look-up of a whole record says about the part of it that is asked for.
 *
 * @returns undefined when it says nothing: the record may be too long, or hold what not everybody may read
 */
export function partOfAnswer(
  whole: RecordResult,
  { handle, selection }: Asking,
): RecordResult | undefined {
  if (whole.kind === 'restricted') return undefined;
  if (whole.kind === 'failed') return whole.outcome === 'bad-answer' ? undefined : whole;
  if (whole.kind !== 'values') return whole;
  const { namespaces, authoritative, cache } = whole;
  const part = selectPart(whole, selection, () => true);
  return part === undefined
    ? valuesNotFound(handle, namespaces, cache)
    : { ...part, authoritative, cache };
}
