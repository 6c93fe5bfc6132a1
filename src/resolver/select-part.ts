import { isSelected, type Selection } from '../handle/selection.ts';
import { toldFrom } from './hit.ts';
import type { RecordAnswer } from './record-answer.ts';

/**
 * The part of a record that is asked for.
 *
 * @returns undefined when there is none, or not all of it may be used
 */
export function selectPart(
  record: RecordAnswer,
  selection: Selection,
  mayUse: (expiry: number) => boolean,
): RecordAnswer | undefined {
  const values = [];
  const expiries = [];
  for (const [position, value] of record.values.entries()) {
    if (!isSelected(selection, value)) continue;
    const expiry = record.expiries[position] ?? 0;
    if (!mayUse(expiry)) return undefined;
    values.push(value);
    expiries.push(expiry);
  }
  if (values.length === 0) return undefined;
  const { receivedAt, certified, namespaces } = record;
  return toldFrom({ values, expiries, receivedAt, certified, namespaces }, 'hit');
}
