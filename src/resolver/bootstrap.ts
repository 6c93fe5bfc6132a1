import { comparisonForm, type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { PublicKey } from '../handle/public-key.ts';
import type { Site } from '../handle/site.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import { decodePublicKey } from '../protocol/public-key.ts';
import { BootstrapError } from './bootstrap-error.ts';
import { MAX_SERVICE_DEPTH } from './limits.ts';
import { SiteList } from './site-list.ts';
import { holdsService, holdsSite, SERVICE_TYPES, serviceHandleOf } from './site-types.ts';

/** What a resolver knows before it has asked anybody. */
export interface Bootstrap {
  /** The sites of the global registry. */
  readonly rootSites: readonly Site[];
  /** The keys that certificates lead back to (HS_PUBKEY of 0.0/0.0). */
  readonly rootKeys: readonly PublicKey[];
  /** The records they come from, by `comparisonForm` of their handles. */
  readonly records: ReadonlyMap<string, readonly HandleValue[]>;
  /** When the registry was asked for them, in milliseconds since 1970; 0 when unknown. */
  readonly lastUpdate: number;
}

/** By `comparisonForm` of the handles. */
export type BootstrapRecords = ReadonlyMap<string, readonly HandleValue[]>;

/**
 * Finds the global registry's sites and keys in its records.
 *
 * @param lastUpdate when they were asked for, in milliseconds since 1970; 0 when unknown
 * @throws BootstrapError when no site can be found, or a value of the records cannot be read
 */
export function bootstrapOf(records: BootstrapRecords, lastUpdate = 0): Bootstrap {
  const list = new SiteList();
  collectSites(records, ROOT_PREFIX_HANDLE, new Set(), list, 0);
  if (list.size === 0) {
    throw new BootstrapError(
      'no-sites',
      `the bootstrap has no site of the global registry: no HS_SITE value in ${ROOT_PREFIX_HANDLE}, nor in a handle that its HS_SERV values name`,
    );
  }
  return { rootSites: list.sites, rootKeys: rootKeysOf(records), records, lastUpdate };
}

function collectSites(
  records: BootstrapRecords,
  handle: Handle,
  visited: Set<string>,
  list: SiteList,
  depth: number,
): void {
  const key = comparisonForm(handle);
  if (visited.has(key) || depth > MAX_SERVICE_DEPTH) return;
  visited.add(key);
  const values = records.get(key) ?? [];
  for (const value of values) {
    if (holdsSite(SERVICE_TYPES, value)) readValue(handle, value, () => list.addValue(value));
  }
  for (const value of values) {
    if (holdsService(SERVICE_TYPES, value)) {
      collectSites(records, serviceHandleOf(value), visited, list, depth + 1);
    }
  }
}

function rootKeysOf(records: BootstrapRecords): PublicKey[] {
  const values = records.get(comparisonForm(ROOT_HANDLE)) ?? [];
  return values
    .filter((value) => hasType(value.type, ValueType.pubkey))
    .map((value) => readValue(ROOT_HANDLE, value, () => decodePublicKey(value.data)));
}

/** A bootstrap is the operator's own: what is wrong in it should be said, not passed over. */
function readValue<Result>(handle: Handle, value: HandleValue, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new BootstrapError(
      'value',
      `the ${value.type} value ${value.index} of ${handle} in the bootstrap cannot be read: ${(error as Error).message}`,
      error,
    );
  }
}
