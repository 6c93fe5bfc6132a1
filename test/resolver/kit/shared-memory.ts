import type { PurgeTarget } from '../../../src/resolver/cache-report.ts';
import { NOTHING_SHARED, type SharedCache } from '../../../src/resolver/shared-cache.ts';

/** A shared cache without Redis, for tests on a fake clock: it answers at once, or when it is told to. */
export interface SharedMemory extends SharedCache {
  readonly entries: Map<string, Uint8Array>;
  /** How long each entry may live, in milliseconds. */
  readonly lives: Map<string, number>;
  /** How often it was asked. */
  questions: number;
  /** Set, it answers only when this is called. */
  hold(): () => void;
  /** As another resolver would. */
  purge(target: PurgeTarget): void;
}

export function sharedMemory(): SharedMemory {
  const entries = new Map<string, Uint8Array>();
  const lives = new Map<string, number>();
  const forgetters: ((target: PurgeTarget) => void)[] = [];
  let gate: Promise<void> = Promise.resolve();
  const memory: SharedMemory = {
    entries,
    lives,
    questions: 0,
    hold() {
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    },
    async get({ entries: names }) {
      memory.questions += 1;
      const found = names.map((name) => entries.get(name));
      await gate;
      return { entries: found, purgedAt: 0 };
    },
    async store(name, entry, lifeMs) {
      entries.set(name, entry.slice());
      lives.set(name, lifeMs);
    },
    async remove(name) {
      entries.delete(name);
    },
    async forget() {},
    onForget: (forget) => void forgetters.push(forget),
    purge: (target) => {
      for (const forget of forgetters) forget(target);
    },
    statistics: () => NOTHING_SHARED,
  };
  return memory;
}
