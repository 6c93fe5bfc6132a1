import { type AddressRange, isInRange, parseAddress } from '../handle/address-range.ts';
import { clientNetwork } from '../handle/client-network.ts';
import type { RateLedger } from '../shared-cache/rate-ledger.ts';
import type { Clock } from '../system.ts';
import { RateLimiter } from './rate-limiter.ts';

export interface AdmissionOptions {
  /** Requests per second and client network; undefined is any number. */
  readonly perSecond?: number | undefined;
  /** How many of them may come at once. */
  readonly burst: number;
  /** Where other processes write down whom they let in; undefined counts here alone. */
  readonly ledger?: RateLedger | undefined;
  /** Who may come as often as they like, beside this machine. */
  readonly exempt: readonly AddressRange[];
  /** Who may not come at all; asked for each request, since it may change. */
  readonly blocked?: (() => readonly AddressRange[]) | undefined;
}

/** Why a request is turned away before anything is done for it. */
export type Rejection =
  | { readonly status: 403 }
  | { readonly status: 429; readonly retryAfterSeconds: number };

/** IPv4 and IPv6 of this machine. */
const LOOPBACK = /^(?:127\.|::1$)/;

/** Decides whether somebody is let in at all, by their address behind trusted proxies. */
export type Admission = (clientAddress: string) => Rejection | undefined;

/** @returns undefined where everybody is let in as often as they come */
export function createAdmission(
  { perSecond, burst, ledger, exempt, blocked }: AdmissionOptions,
  clock: Clock,
): Admission | undefined {
  if (perSecond === undefined && blocked === undefined) return undefined;
  const limiter =
    perSecond === undefined ? undefined : new RateLimiter(clock, { perSecond, burst }, ledger);
  return (clientAddress) => {
    if (LOOPBACK.test(clientAddress)) return undefined;
    const address = parseAddress(clientAddress);
    const isOneOf = (ranges: readonly AddressRange[]) =>
      address !== undefined && ranges.some((range) => isInRange(address, range));
    if (blocked !== undefined && isOneOf(blocked())) return { status: 403 };
    if (limiter === undefined || isOneOf(exempt)) return undefined;
    const retryAfterSeconds = limiter.take(clientNetwork(clientAddress));
    return retryAfterSeconds === 0 ? undefined : { status: 429, retryAfterSeconds };
  };
}
