import type { Observer } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { namespaceOf } from '../namespace/parse-namespace.ts';

/** The namespace that a record describes, as a chain of at most one. */
export function ownNamespace(
  handle: Handle,
  values: readonly HandleValue[],
  { warning }: Observer,
): NamespaceChain {
  const own = namespaceOf(values, (message) =>
    warning?.({ name: 'bad-namespace', handle, message }),
  );
  return own === undefined ? [] : [own];
}
