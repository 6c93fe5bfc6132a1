import type { Handle } from '../handle/handle.ts';
import type { Namespace } from './parse-namespace.ts';
import type { Template } from './template.ts';

/** Namespaces from the innermost outwards: the handle's own prefix, its parents, the registry's. */
export type NamespaceChain = readonly Namespace[];

/** What a prefix says about itself; of each the nearest that says anything. */
export interface PrefixStanding {
  readonly status: 'active' | 'inactive';
  readonly statusMessage: string | undefined;
  readonly contact: string | undefined;
}

/** The handles that hold locations for all handles of the prefix, the nearest namespace's first. */
export function locationHandlesOf(chain: NamespaceChain): readonly Handle[] {
  const last = chain.findIndex((namespace) => !namespace.inheritsLocations);
  const reach = last < 0 ? chain : chain.slice(0, last + 1);
  return reach.flatMap((namespace) => namespace.locationHandles);
}

export function standingOf(chain: NamespaceChain): PrefixStanding {
  return {
    status: chain.find(({ status }) => status !== undefined)?.status ?? 'active',
    statusMessage: chain.find(({ statusMessage }) => statusMessage !== undefined)?.statusMessage,
    contact: chain.find(({ contact }) => contact !== undefined)?.contact,
  };
}

/** The templates of the nearest namespace that has any. */
export function templatesOf(chain: NamespaceChain): readonly Template[] {
  return chain.find(({ templates }) => templates.length > 0)?.templates ?? [];
}

/** The delimiter of the nearest namespace that has a template, be it empty. */
export function delimiterOf(chain: NamespaceChain): string {
  return chain.find(({ templates }) => templates.length > 0)?.delimiter ?? '';
}
