import type { Handle } from '../handle/handle.ts';
import { type NamespaceChain, standingOf } from '../namespace/namespace-chain.ts';
import type { Resolution } from '../resolver/resolution.ts';
import type { Advice, Explanation } from './explain.ts';

/** Of prefixes that say nothing, and of outcomes that came before anybody could say anything. */
const NO_NAMESPACES: NamespaceChain = [];

/** What the prefix of the handle, and those above it, say about its handles. */
export function namespacesOf(resolution: Resolution): NamespaceChain {
  return 'namespaces' in resolution ? resolution.namespaces : NO_NAMESPACES;
}

/** Explains why handles of a prefix that was given up are not followed; undefined for all others. */
export function explainInactive(
  handle: Handle,
  namespaces: NamespaceChain,
): Explanation | undefined {
  if (namespaces.length === 0) return undefined;
  const { status, statusMessage } = standingOf(namespaces);
  if (status !== 'inactive') return undefined;
  return {
    status: 404,
    handle,
    title: { key: 'inactive.title' },
    what: statusMessage === undefined ? { key: 'inactive.what' } : { verbatim: statusMessage },
    advice: contactAdvice(namespaces),
  };
}

/** Whom to write to, where the prefix says so. */
export function contactAdvice(namespaces: NamespaceChain): readonly Advice[] {
  const contact = namespaces.length === 0 ? undefined : standingOf(namespaces).contact;
  return contact === undefined
    ? []
    : [{ text: { key: 'advice.contact', parameters: { contact } } }];
}
