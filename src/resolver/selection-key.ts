import { asciiUpper } from '../handle/ascii.ts';
import { EVERYTHING, isEverything, type Selection } from '../handle/selection.ts';

/** What no handle in its comparison form and no type needs to be told apart by. */
const SEPARATOR = '\u0000';

/** One text for all selections that mean the same; empty for everything. */
export function selectionKey(selection: Selection): string {
  if (isEverything(selection)) return '';
  const types = [...new Set(selection.types.map(asciiUpper))].sort();
  const indexes = [...new Set(selection.indexes)].sort((a, b) => a - b);
  // Types may hold any character, so the separator could be part of one: JSON escapes it.
  return SEPARATOR + JSON.stringify([types, indexes]);
}

/** The selection that {@link selectionKey} made a text of. */
export function selectionOfKey(key: string): Selection {
  if (key === '') return EVERYTHING;
  const [types, indexes] = JSON.parse(key.slice(SEPARATOR.length)) as [string[], number[]];
  return { types, indexes };
}
