import type { Reference } from '../../handle/reference.ts';
import { int32At, listAt, objectAt, textAt } from './members.ts';

/** The JSON form of a reference, as in `references` and in HS_VLIST. */
export interface ReferenceJson {
  readonly handle: string;
  readonly index: number;
}

export function referencesToJson(references: readonly Reference[]): ReferenceJson[] {
  return references.map(({ handle, index }) => ({ handle, index }));
}

export function referencesFromJson(json: unknown, path: string, maximum: number): Reference[] {
  return listAt(json, path, maximum, referenceFromJson);
}

function referenceFromJson(json: unknown, path: string): Reference {
  const { handle, index } = objectAt(json, path);
  return { handle: textAt(handle, `${path}.handle`), index: int32At(index, `${path}.index`) };
}
