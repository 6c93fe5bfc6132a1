import type { CachedRecord } from './cached-record.ts';
import type { NothingFound, RecordAnswer } from './record-answer.ts';
import type { Origin } from './record-entry.ts';

/** An answer from memory. */
export interface Hit {
  readonly answer: RecordAnswer | NothingFound;
  /** The record that it is, or is a part of; undefined when nothing was found. */
  readonly record: CachedRecord | undefined;
  readonly receivedAt: number;
  readonly origin: Origin;
}

/** One with values. */
export interface ValuesHit extends Hit {
  readonly answer: RecordAnswer;
  readonly record: CachedRecord;
}

/** @param answer the part of the record that was asked for */
export function hitWith(record: CachedRecord, answer: RecordAnswer = record): ValuesHit {
  const { receivedAt, origin } = record;
  return { answer, record, receivedAt, origin };
}

/** Counts that somebody is given it. */
export function used(hit: ValuesHit): ValuesHit {
  hit.record.uses += 1;
  return hit;
}

/** The answer as it is told once more: without what the cache notes beside it. */
export function toldFrom(
  {
    values,
    expiries,
    receivedAt,
    certified,
    namespaces,
  }: Omit<RecordAnswer, 'kind' | 'authoritative' | 'cache'>,
  cache: 'hit' | 'stale',
  authoritative = false,
): RecordAnswer {
  return {
    kind: 'values',
    values,
    expiries,
    receivedAt,
    authoritative,
    certified,
    cache,
    namespaces,
  };
}
