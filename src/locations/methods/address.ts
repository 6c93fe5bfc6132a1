import { parseAddress } from '../../handle/address-range.ts';
import type { Location } from '../location.ts';
import { type Choice, matchingOrAll } from './choice.ts';

/** Keeps what is meant for the visitor's network, if anything is. */
export function chooseByAddress(
  candidates: readonly Location[],
  choice: Choice,
): readonly Location[] {
  if (!candidates.some(({ addresses }) => addresses.length > 0)) return candidates;
  choice.personal = true;
  const address = parseAddress(choice.visitor.address ?? '');
  if (address === undefined) return candidates;
  const kept = matchingOrAll(candidates, ({ addresses }) => addresses.has(address));
  choice.steps.push({
    method: 'address',
    ...(kept !== candidates && { by: choice.visitor.address ?? '' }),
    kept,
  });
  return kept;
}
