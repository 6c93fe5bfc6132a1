import { Buffer } from 'node:buffer';
import type { HandleValue } from '../handle/handle-value.ts';
import { isSelected, type Selection } from '../handle/selection.ts';
import type { CachedRecord } from './cached-record.ts';
import type { RecordToKeep } from './record-entry.ts';
import { selectionOfKey } from './selection-key.ts';

interface PartOfRecord {
  readonly selection: Selection;
  readonly values: readonly HandleValue[];
}

/**
 * Whether what is known of a record cannot be true any more, by what came of it since.
 *
 * @param part the `selectionKey` of what is known
 */
export function isContradicted(
  known: CachedRecord | undefined,
  part: string,
  selection: Selection,
  { values, receivedAt }: RecordToKeep,
): boolean {
  if (known === undefined || known.receivedAt > receivedAt) return false;
  const old = { selection: selectionOfKey(part), values: known.values };
  return contradict(old, { selection, values });
}

/** Whether two parts of one record differ in what both were asked for. */
function contradict(one: PartOfRecord, other: PartOfRecord): boolean {
  const ones = one.values.filter((value) => isSelected(other.selection, value));
  const others = other.values.filter((value) => isSelected(one.selection, value));
  if (ones.length !== others.length) return true;
  const byIndex = new Map(others.map((value) => [value.index, value]));
  return ones.some((value) => !isSameValue(value, byIndex.get(value.index)));
}

function isSameValue(one: HandleValue, other: HandleValue | undefined): boolean {
  return (
    other !== undefined && one.type === other.type && Buffer.compare(one.data, other.data) === 0
  );
}
