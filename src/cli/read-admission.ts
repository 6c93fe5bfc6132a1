import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { parseAddressRange } from '../handle/address-range.ts';
import { type Admission, createAdmission } from '../http/admission.ts';
import type { RateLedger } from '../shared-cache/rate-ledger.ts';
import { systemClock } from '../system.ts';
import { openBlockList } from './open-block-list.ts';

/**
 * Who is let in, and how often, as the settings say.
 *
 * @param ledger where other processes write down whom they let in, if there are any
 * @throws {StartError} when the block list cannot be used
 */
export function readAdmission(
  { rateLimit, rateBurst, rateExempt = [], blockList }: Settings,
  observer: Observer,
  ledger: RateLedger | undefined,
): Admission | undefined {
  return createAdmission(
    {
      perSecond: rateLimit,
      burst: rateBurst,
      ledger,
      exempt: rateExempt.map(parseAddressRange).filter((range) => range !== undefined),
      blocked:
        blockList === undefined ? undefined : openBlockList(blockList, systemClock, observer),
    },
    systemClock,
  );
}
