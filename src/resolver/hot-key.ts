import type { EntryName } from './segment.ts';

/** Keys of records that are not whole and plain begin with it. */
const APART = '\u0000';

/** A handle that begins as other keys do is never among the hot records. */
export function mayBeHot(name: string): boolean {
  return !name.startsWith(APART);
}

/** What a hot record is found by: for whole plain records the name itself, so that nothing has to be put together. */
export function hotKey({ name, part, certified }: EntryName): string {
  if (part === '' && !certified) return name;
  return `${APART}${certified ? 1 : 0}${name.length}:${name}${part}`;
}
