import type { Handle } from '../handle/handle.ts';
import type { Selection } from '../handle/selection.ts';

/** What a request is looked up in the cache by. */
export interface Wanted {
  readonly handle: Handle;
  readonly selection: Selection;
  /** Whether only signed answers will do. */
  readonly certified: boolean;
}
