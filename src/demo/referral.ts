import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { ancestorsOf, isDelegating, prefixNamedBy } from './homing.ts';
import { type RecordStore, withPrefix } from './record-store.ts';
import { isPublic } from './stored-record.ts';

/**
 * The values that send a client on when it asks for a prefix that is not stored: those of the
 * nearest ancestor that has any for the prefixes derived from it.
 *
 * @returns undefined when the handle is no prefix, or nobody above it delegates
 */
export function delegationOf(
  records: RecordStore,
  handle: Handle,
): readonly HandleValue[] | undefined {
  const prefix = prefixNamedBy(withPrefix(handle));
  if (prefix === undefined) return undefined;
  for (const ancestor of ancestorsOf(prefix)) {
    const values = records.get(`0.NA/${ancestor}`)?.values ?? [];
    const delegating = values.filter((value) => isDelegating(value) && isPublic(value));
    if (delegating.length > 0) return delegating;
  }
  return undefined;
}
