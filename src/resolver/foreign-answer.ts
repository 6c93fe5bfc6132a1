import type { NothingToKeep, RecordToKeep } from './record-entry.ts';
import type { Wanted } from './wanted.ts';

/** What somebody else was told, and when asked for what. */
export interface ForeignAnswer {
  readonly wanted: Wanted;
  readonly answer: RecordToKeep | NothingToKeep;
}
