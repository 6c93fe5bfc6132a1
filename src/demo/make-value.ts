import { DEFAULT_TTL_SECONDS, type HandleValue, TtlType } from '../handle/handle-value.ts';
import { DEFAULT_PERMISSIONS } from '../handle/permission.ts';
import { encodeText } from '../protocol/text.ts';

/** A value with the usual permissions and TTL. */
export function makeValue(index: number, type: string, data: Uint8Array | string): HandleValue {
  return {
    index,
    timestamp: 0,
    ttlType: TtlType.relative,
    ttl: DEFAULT_TTL_SECONDS,
    permissions: DEFAULT_PERMISSIONS,
    type,
    data: typeof data === 'string' ? encodeText(data) : data,
    references: [],
  };
}

/**
 * Generated values before given ones. A generated value whose index is given already takes the next
 * one that is free, because others may refer to the given one by its index.
 */
export function withGiven(
  generated: readonly HandleValue[],
  given: readonly HandleValue[],
): readonly HandleValue[] {
  const taken = new Set(given.map(({ index }) => index));
  const moved = generated.map((value) => {
    const index = freeIndex(value.index, taken);
    taken.add(index);
    return { ...value, index };
  });
  return [...moved, ...given];
}

/** One more value after the others, on the index it has or the next one that is free. */
export function withAdded(
  values: readonly HandleValue[],
  added: HandleValue,
): readonly HandleValue[] {
  const taken = new Set(values.map(({ index }) => index));
  return [...values, { ...added, index: freeIndex(added.index, taken) }];
}

function freeIndex(wanted: number, taken: ReadonlySet<number>): number {
  let index = wanted;
  while (taken.has(index)) index += 1;
  return index;
}
