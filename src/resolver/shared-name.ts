import { asciiUpper } from '../handle/ascii.ts';
import { comparisonForm, type Handle, prefixOf } from '../handle/handle.ts';
import type { PurgeTarget } from './cache-report.ts';
import { selectionKey } from './selection-key.ts';
import type { Wanted } from './wanted.ts';

/**
 * How sure it is what an entry says. What is less sure never serves those who want more: a resolver
 * that follows unsigned services must not feed one that does not.
 */
export type Surety =
  /** The answer itself was signed. */
  | 'certified'
  /** Whatever said where to ask was signed. */
  | 'signed-way'
  /** Nothing needed to be signed. */
  | 'plain';

/** The name of what is known of a handle, or of a part of it; also of its absence. */
export function recordName(
  { handle, selection }: Omit<Wanted, 'certified'>,
  surety: Surety,
): string {
  return `record:${surety}:${comparisonForm(handle)}${selectionKey(selection)}`;
}

/** @param prefixHandle in its `comparisonForm` */
export function serviceName(prefixHandle: Handle, certified: boolean): string {
  return `service:${certified ? 'certified' : 'plain'}:${prefixHandle}`;
}

/** The marks of all purges that take a handle along. */
export function marksOfRecord(handle: Handle): string[] {
  return [...marksOfPrefix(prefixOf(handle)), markOf({ handle })];
}

/** The marks of all purges that take the service of a prefix along. */
export function marksOfPrefix(prefix: string): string[] {
  return [markOf('all'), markOf({ prefix })];
}

/** The name of the mark that a purge leaves, so that nobody brings back what was purged. */
export function markOf(target: PurgeTarget): string {
  if (target === 'all') return 'purged:all';
  if ('prefix' in target) return `purged:prefix:${asciiUpper(target.prefix)}`;
  return `purged:handle:${comparisonForm(target.handle)}`;
}
