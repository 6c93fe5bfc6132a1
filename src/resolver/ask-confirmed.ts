import type { Context } from './context.ts';
import { CONFIRM_MS } from './limits.ts';
import type { PrefixLookup, ServiceResult, WantedService } from './prefix-lookup.ts';

/** Asks the registry for a service, and its primary sites once more before a prefix counts as unknown. */
export async function askConfirmed(
  prefixes: PrefixLookup,
  wanted: WantedService,
  context: Context,
): Promise<ServiceResult> {
  const result = await prefixes.ask(wanted, false, context);
  if (result.kind !== 'prefix-not-found') return result;
  // A prefix that was created just now is on the primary sites first. If they are gone, what the
  // others say has to do.
  const briefly = { ...context, budget: context.budget.within(CONFIRM_MS) };
  const confirmed = await prefixes.ask(wanted, true, briefly);
  return confirmed.kind === 'failed' && !confirmed.shed ? result : confirmed;
}
