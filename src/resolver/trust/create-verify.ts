import type { Handle } from '../../handle/handle.ts';
import type { PublicKey } from '../../handle/public-key.ts';
import type { Clock } from '../../system.ts';
import type { Budget } from '../budget.ts';
import type { Resolution, ResolveOptions, VerifyOptions } from '../resolution.ts';
import { certificateSource } from './certificate-source.ts';
import type { TrustReport } from './trust-report.ts';
import { type DeliveredRecord, unverifiable, verifyRecord } from './verify-record.ts';

/**
 * Verifies what its publisher has signed (HS_SIGNATURE) by way of certificates (HS_CERT) up to the
 * root key in the bootstrap. This is about the record itself, whoever delivered it;
 * `ResolveOptions.certified` is about the servers on the way.
 *
 * @param record found without `types` and `indexes`, because what was left out counts as missing; or
 * a handle, to have its whole record looked up for that, aliases not followed
 * @throws only the reason of `options.signal` when it is aborted (as a rejection)
 * @example
 * const found = await resolver.resolve('20.500.1/signed');
 * if (found.outcome === 'found') console.log((await resolver.verify(found)).why);
 */
export type Verify = (
  record: DeliveredRecord | Handle,
  options?: VerifyOptions,
) => Promise<TrustReport>;

/** Verifies with certificates that a resolver finds. */
export function createVerify(parts: {
  readonly resolve: (handle: Handle, options: ResolveOptions) => Promise<Resolution>;
  readonly budget: () => Budget;
  /** The registry's, as they are known at the moment. */
  readonly rootKeys: () => readonly PublicKey[];
  readonly clock: Clock;
}): Verify {
  const { resolve, budget, rootKeys, clock } = parts;
  return async (record, options = {}) => {
    const shared = { ...options, budget: options.budget ?? budget() };
    const delivered =
      typeof record === 'string'
        ? await resolve(record, { ...shared, ignoreAliases: true })
        : { outcome: 'found' as const, ...record };
    if (delivered.outcome !== 'found') {
      return unverifiable(delivered.handle, delivered.message, clock.now());
    }
    return verifyRecord(delivered, {
      recordOf: certificateSource((handle, asked) => resolve(handle, { ...shared, ...asked })),
      rootKeys: rootKeys(),
      now: clock.now(),
    });
  };
}
