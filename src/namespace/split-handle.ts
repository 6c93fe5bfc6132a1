import type { Handle } from '../handle/handle.ts';

/** A handle that is made from another. */
export interface SplitHandle {
  readonly base: Handle;
  readonly extension: string;
}

/**
 * Divides a handle at the first delimiter behind its prefix. The slash that ends the prefix can be
 * the delimiter itself; the base is then the bare prefix, and the whole prefix is templated.
 */
export function splitHandle(handle: Handle, delimiter: string): SplitHandle | undefined {
  if (delimiter === '') return undefined;
  const slash = handle.indexOf('/');
  const at = slash < 0 ? -1 : handle.indexOf(delimiter, slash);
  if (at < 0) return undefined;
  return { base: handle.slice(0, at), extension: handle.slice(at + delimiter.length) };
}
