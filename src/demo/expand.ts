import {
  type Handle,
  isGlobalHandle,
  prefixHandleOf,
  ROOT_PREFIX_HANDLE,
} from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Reference } from '../handle/reference.ts';
import { expandTemplate } from '../namespace/expand-template.ts';
import { delimiterOf, type NamespaceChain } from '../namespace/namespace-chain.ts';
import { splitHandle } from '../namespace/split-handle.ts';
import { MAX_EXPANSIONS } from './limits.ts';
import { isPublic, StoredRecord } from './stored-record.ts';

/** Gives any stored record of the network. */
export type Find = (handle: Handle) => StoredRecord | undefined;

/** A handle server has nobody to complain to but its log, and the demo keeps none. */
const complain = () => {};

/**
 * Makes the record of a handle that is not stored by the template of its prefix, as handle servers do
 * (chapter 11 of the technical manual).
 *
 * @returns undefined, at once, when no template is for such a handle; the promise of undefined when
 *   one is and finds nothing
 */
export function expand(handle: Handle, find: Find): Promise<StoredRecord | undefined> | undefined {
  return expandWithin({ expansions: MAX_EXPANSIONS }, handle, find);
}

/** What one request may still cost, over all templates that its template refers to. */
interface Remaining {
  expansions: number;
}

function expandWithin(
  remaining: Remaining,
  handle: Handle,
  find: Find,
): Promise<StoredRecord | undefined> | undefined {
  const namespaces = namespacesFor(handle, find);
  // What nothing divides is no template handle: most that are not found are none.
  if (splitHandle(handle, delimiterOf(namespaces)) === undefined) return undefined;
  remaining.expansions -= 1;
  return remaining.expansions < 0 ? undefined : expandBy(namespaces, remaining, handle, find);
}

/** The chain as it is for clients that expand the handle themselves. */
function namespacesFor(handle: Handle, find: Find): NamespaceChain {
  const holders = isGlobalHandle(handle)
    ? [ROOT_PREFIX_HANDLE]
    : [prefixHandleOf(handle), ROOT_PREFIX_HANDLE];
  return holders.flatMap((holder) => find(holder)?.publicNamespace ?? []);
}

async function expandBy(
  namespaces: NamespaceChain,
  remaining: Remaining,
  handle: Handle,
  find: Find,
): Promise<StoredRecord | undefined> {
  const expansion = await expandTemplate({
    handle,
    namespaces,
    lookUp: {
      baseValues: async (base) => find(base)?.values,
      referencedValue: (reference) => referencedValue(reference, remaining, find),
    },
    complain,
  });
  return expansion.outcome === 'made' ? new StoredRecord(handle, expansion.values) : undefined;
}

/** What a reference leads to is resolved as for anybody: it may be made by a template itself. */
async function referencedValue(
  { handle, index }: Reference,
  remaining: Remaining,
  find: Find,
): Promise<HandleValue | undefined> {
  const record = find(handle) ?? (await expandWithin(remaining, handle, find));
  return record?.values.find((value) => value.index === index && isPublic(value));
}
