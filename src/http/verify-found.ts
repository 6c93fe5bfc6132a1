import type { Budget } from '../resolver/budget.ts';
import type { Found } from '../resolver/resolution.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { TrustReport } from '../resolver/trust/trust-report.ts';
import type { HttpContext } from './http-context.ts';
import { NO_STORE, type ResponseHeaders } from './respond.ts';
import type { Visit } from './visit.ts';

/**
 * Verifies the signatures of a record on a visitor's behalf. Certificates may have to be
 * looked up, so it takes a place among the requests that wait.
 *
 * @param isWhole whether all values were asked for; otherwise the whole record is looked up
 * @param budget what it may cost; by default what is left of the visitor's
 * @returns undefined when too many wait already; the visit then is to be answered by `shed`
 */
export function verifyFound(
  { resolver, overload }: Pick<HttpContext, 'resolver' | 'overload'>,
  visit: Visit,
  found: Found,
  isWhole: boolean,
  budget: Budget = budgetOf(resolver, visit),
): Promise<TrustReport> | undefined {
  visit.leave ??= overload.enter(visit.clientAddress());
  if (visit.leave === undefined) {
    visit.isShed = true;
    return undefined;
  }
  return resolver.verify(isWhole ? found : found.handle, { budget, signal: visit.signal() });
}

function budgetOf(resolver: Resolver, visit: Visit): Budget {
  visit.budget ??= resolver.budget();
  return visit.budget;
}

/** What is said of signatures holds for this moment: nobody may keep it. */
export function forThisMoment({ Expires: _, ...headers }: ResponseHeaders): ResponseHeaders {
  return { ...headers, ...NO_STORE };
}
