import type { HandleValue } from '../handle/handle-value.ts';
import { isSelected } from '../handle/selection.ts';
import type { Asking } from './asking.ts';
import { type RecordResult, valuesNotFound } from './record-answer.ts';

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
  const values: HandleValue[] = [];
  const expiries: number[] = [];
  for (const [position, value] of whole.values.entries()) {
    if (!isSelected(selection, value)) continue;
    values.push(value);
    expiries.push(whole.expiries[position] ?? 0);
  }
  const { namespaces, receivedAt, authoritative, certified, cache } = whole;
  if (values.length === 0) return valuesNotFound(handle, namespaces, cache);
  return {
    kind: 'values',
    values,
    expiries,
    receivedAt,
    authoritative,
    certified,
    cache,
    namespaces,
  };
}
