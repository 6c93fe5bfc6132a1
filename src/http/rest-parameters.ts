import type { ResolveOptions } from '../resolver/resolution.ts';
import { MAX_FILTERS } from './limits.ts';
import type { Parameters } from './parameters.ts';
import { indexesOf } from './resolve-parameters.ts';
import { isSwitchedOn } from './rest-format.ts';

/** What the API is asked to do with a handle, checked. */
export interface RestParameters {
  readonly options: ResolveOptions & { readonly authoritative: boolean };
  /** Whether the record at the end of the aliases is wanted, and the way to it. */
  readonly follow: boolean;
  /** Whether the signatures of the record are to be checked. */
  readonly verify: boolean;
}

/**
 * `doNotRefer` is known to deployed software: it hands out referrals unless told not to. Here they
 * are always followed, so there is nothing to read.
 *
 * @returns what is wrong, as a text, when something is
 */
export function readRestParameters(parameters: Parameters): RestParameters | string {
  const types = parameters.get('type') ?? [];
  const indexes = indexesOf(parameters);
  if (indexes === undefined) return 'index must be a whole number';
  if (types.length + indexes.length > MAX_FILTERS) {
    return `type and index can be given ${MAX_FILTERS} times together`;
  }
  const follow = isSwitchedOn(parameters, 'follow');
  return {
    follow,
    verify: isSwitchedOn(parameters, 'verify'),
    options: {
      types,
      indexes,
      authoritative: isSwitchedOn(parameters, 'auth'),
      certified: isSwitchedOn(parameters, 'cert'),
      publicOnly: isSwitchedOn(parameters, 'publicOnly', true),
      ignoreAliases: !follow,
    },
  };
}

/** Whether all values of the record were asked for. */
export function isWhole({ options: { types, indexes } }: RestParameters): boolean {
  return !types?.length && !indexes?.length;
}
