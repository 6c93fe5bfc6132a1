import type { Handle } from '../handle/handle.ts';
import type { CachedRecord } from './cached-record.ts';
import type { Resolution } from './resolution.ts';

/** The answer is made once and given to all who ask for the handle in the same spelling. */
export function foundIn(record: CachedRecord, handle: Handle): Resolution {
  if (record.found?.asked === handle) return record.found;
  const { values, freshUntil, certified, namespaces } = record;
  record.found = {
    outcome: 'found',
    asked: handle,
    handle,
    aliases: [],
    values,
    freshUntil,
    cache: 'hit',
    authoritative: false,
    certified,
    namespaces,
  };
  return record.found;
}
