import { Buffer } from 'node:buffer';
import type { HandleValue } from '../handle/handle-value.ts';
import { isSelected, type Selection } from '../handle/selection.ts';

/** What a record held of what it was asked for. */
export interface PartOfRecord {
  readonly selection: Selection;
  readonly values: readonly HandleValue[];
}

/** Whether two parts of one record differ in what both were asked for, so that the older is out of date. */
export function contradict(one: PartOfRecord, other: PartOfRecord): boolean {
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
