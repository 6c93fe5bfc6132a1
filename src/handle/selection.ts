import type { HandleValue } from './handle-value.ts';
import { typeMatches } from './value-type.ts';

/** Which values of a record are asked for; both lists empty means all of them. */
export interface Selection {
  readonly types: readonly string[];
  readonly indexes: readonly number[];
}

export const EVERYTHING: Selection = { types: [], indexes: [] };

export function isEverything(selection: Selection): boolean {
  return selection.types.length === 0 && selection.indexes.length === 0;
}

/** Whether the value is in the union of the requested indexes and types. */
export function isSelected(selection: Selection, value: HandleValue): boolean {
  return (
    isEverything(selection) ||
    selection.indexes.includes(value.index) ||
    selection.types.some((requested) => typeMatches(requested, value.type))
  );
}
