import type { WarningEvent } from '../events.ts';
import type { Found } from '../resolver/resolution.ts';

/** Told what kept a record, or a part of it, from being used. */
export type RecordComplaint = (record: Pick<Found, 'handle'>, message: string) => void;

/** Complaints that are remembered, at least; twice as many at most. */
const MEMORY = 1_000;

/**
 * Tells what was not told lately. What is wrong with a record is wrong with it at each request, and
 * one line in the log is enough.
 */
export function complainOnce(warn: (event: WarningEvent) => void): RecordComplaint {
  let lately = new Set<string>();
  let before = new Set<string>();
  return ({ handle }, message) => {
    const complaint = `${handle} ${message}`;
    if (lately.has(complaint)) return;
    const isNew = !before.has(complaint);
    if (lately.size >= MEMORY) {
      before = lately;
      lately = new Set();
    }
    lately.add(complaint);
    if (isNew) warn({ name: 'bad-location', handle, message });
  };
}
