import type { Bootstrap } from './bootstrap.ts';

/** Where a bootstrap that the registry has refreshed is kept for the next start. */
export interface BootstrapStore {
  /** Puts it in the place of the one before, whole or not at all. Rejects when it cannot. */
  save(bootstrap: Bootstrap): Promise<void>;
}
