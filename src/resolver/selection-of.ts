import { EVERYTHING, type Selection } from '../handle/selection.ts';
import type { ResolveOptions } from './resolution.ts';

/** The values that are asked for; the same object for all of them. */
export function selectionOf({ types, indexes }: ResolveOptions): Selection {
  if (!types?.length && !indexes?.length) return EVERYTHING;
  return { types: types ?? [], indexes: indexes ?? [] };
}
