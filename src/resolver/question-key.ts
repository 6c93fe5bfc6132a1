import { comparisonForm } from '../handle/handle.ts';
import type { Asking } from './asking.ts';
import { selectionKey } from './selection-key.ts';

/** How nearly all questions begin. */
const PLAIN = 'false false true ';

/** Equal for questions that get the same answer. */
export function questionKey(asking: Omit<Asking, 'purpose'>): string {
  const { handle, selection, authoritative, certified, publicOnly } = asking;
  const name = comparisonForm(handle);
  const how =
    authoritative || certified || !publicOnly
      ? `${authoritative} ${certified} ${publicOnly} `
      : PLAIN;
  // With its length, or the end of a name could pass for a selection.
  return `${how}${name.length}:${name}${selectionKey(selection)}`;
}

/** The `comparisonForm` of the handle that a question is about; undefined for other keys. */
export function nameInKey(key: string): string | undefined {
  const found = /^(?:true|false) (?:true|false) (?:true|false) (\d+):/.exec(key);
  if (found === null) return undefined;
  return key.slice(found[0].length, found[0].length + Number(found[1]));
}

/** The same for the question who answers for a prefix. */
export function prefixKey(prefixHandle: string, certified: boolean): string {
  return `prefix ${certified} ${prefixHandle}`;
}
