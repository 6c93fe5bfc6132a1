import { asciiUpper } from './ascii.ts';

/**
 * The name of a record: `prefix "/" suffix`, split at the first slash.
 *
 * A handle is kept as the text it was written in; nothing is trimmed, folded or normalised
 * (a trailing space makes another handle). Names without a slash are legal and live under `0.NA`.
 */
export type Handle = string;

/** The handle under which the registry keeps its own service information. */
export const ROOT_PREFIX_HANDLE: Handle = '0.NA/0.NA';

/** The handle that holds the registry's trust keys. */
export const ROOT_HANDLE: Handle = '0.0/0.0';

/** The most bytes of UTF-8 a handle may have; deployed servers refuse longer ones in answers. */
export const MAX_HANDLE_BYTES = 2048;

const SMALL_A = 0x61;
const SMALL_Z = 0x7a;

/** The part before the first slash; `0.NA` for a name without one. */
export function prefixOf(handle: Handle): string {
  const slash = handle.indexOf('/');
  return slash < 0 ? '0.NA' : handle.slice(0, slash);
}

/** The part after the first slash; the whole name when there is none. */
export function suffixOf(handle: Handle): string {
  return handle.slice(handle.indexOf('/') + 1);
}

/** The handle that describes the service of this handle's prefix, in upper case: `0.NA/20.500.1`. */
export function prefixHandleOf(handle: Handle): Handle {
  return `0.NA/${asciiUpper(prefixOf(handle))}`;
}

/**
 * Whether the global registry itself answers for this handle: names without a slash, and those
 * that begin with `0.` or `0/`.
 */
export function isGlobalHandle(handle: Handle): boolean {
  return handle.startsWith('0.') || handle.startsWith('0/') || !handle.includes('/');
}

/**
 * The form in which two handles are compared and cached: the prefix in upper case, the suffix as
 * written, because only the server knows whether its suffixes are case-sensitive. Names that begin
 * with `0.` and names without a slash are case-insensitive throughout.
 */
export function comparisonForm(handle: Handle): string {
  const slash = handle.indexOf('/');
  if (slash < 0 || handle.startsWith('0.')) return asciiUpper(handle);
  // Most prefixes are digits: the handle is its own form, and nothing has to be put together.
  for (let position = 0; position < slash; position += 1) {
    const unit = handle.charCodeAt(position);
    if (unit < SMALL_A || unit > SMALL_Z) continue;
    return asciiUpper(handle.slice(0, slash)) + handle.slice(slash);
  }
  return handle;
}

/** Whether an answer for `answered` may be taken as one for `asked`: equal but for ASCII case. */
export function sameHandle(asked: Handle, answered: Handle): boolean {
  return asked === answered || asciiUpper(asked) === asciiUpper(answered);
}
