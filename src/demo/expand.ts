import type { Handle } from '../handle/handle.ts';
import { prefixHandleOf } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { expandTemplate } from '../namespace/expand-template.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { namespaceOf } from '../namespace/parse-namespace.ts';
import { StoredRecord } from './stored-record.ts';

/** The registry's own prefix record, whose namespace holds where no other says anything. */
const ROOT_PREFIX_HANDLE = '0.NA/0.NA';

/** A handle server has nobody to complain to but its log, and the demo keeps none. */
const complain = () => {};

/**
 * Makes the record of a handle that is not stored by the template of its prefix, as handle servers do
 * (chapter 11 of the technical manual).
 *
 * @param find gives any stored record of the network
 * @returns undefined when no template can make anything of it; the promise of undefined when none did
 */
export function expand(
  handle: Handle,
  find: (handle: Handle) => StoredRecord | undefined,
): Promise<StoredRecord | undefined> | undefined {
  const namespaces = [prefixHandleOf(handle), ROOT_PREFIX_HANDLE].flatMap(
    (of) => namespaceOf(find(of)?.values ?? [], complain) ?? [],
  );
  return namespaces.length === 0 ? undefined : expandBy(namespaces, handle, find);
}

async function expandBy(
  namespaces: NamespaceChain,
  handle: Handle,
  find: (handle: Handle) => StoredRecord | undefined,
): Promise<StoredRecord | undefined> {
  const valuesOf = (of: Handle): readonly HandleValue[] | undefined => find(of)?.values;
  const expansion = await expandTemplate({
    handle,
    namespaces,
    lookUp: {
      baseValues: async (base) => valuesOf(base),
      referencedValue: async (reference) =>
        valuesOf(reference.handle)?.find(({ index }) => index === reference.index),
    },
    complain,
  });
  return expansion.outcome === 'made' ? new StoredRecord(handle, expansion.values) : undefined;
}
