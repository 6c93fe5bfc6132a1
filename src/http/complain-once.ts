import type { WarningEvent } from '../events.ts';
import type { Found } from '../resolver/resolution.ts';

/** Tells of what is wrong with a record once as long as its values are held by somebody. */
export function complainOnce(
  warn: (event: WarningEvent) => void,
): (found: Found, message: string) => void {
  const told = new WeakSet<Found['values']>();
  return ({ handle, values }, message) => {
    if (told.has(values)) return;
    told.add(values);
    warn({ name: 'bad-location', handle, message });
  };
}
