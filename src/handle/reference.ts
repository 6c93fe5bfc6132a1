import type { Handle } from './handle.ts';

/** Points at one value of a record: `index:handle`. */
export interface Reference {
  readonly handle: Handle;
  /** Signed 32 bits, as written: deployed records hold −1. */
  readonly index: number;
}
