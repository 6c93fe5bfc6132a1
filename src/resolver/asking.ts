import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Selection } from '../handle/selection.ts';
import type { Site } from '../handle/site.ts';
import { DEFAULT_RESOLUTION_FLAGS, OpFlag, withFlag } from '../protocol/op-flag.ts';
import type { Response } from '../protocol/response.ts';
import type { Failure } from './failure.ts';

/** A question to a service, whichever of its servers takes it. */
export interface Asking {
  readonly handle: Handle;
  readonly selection: Selection;
  readonly authoritative: boolean;
  /** Take signed answers only, and only such that are signed by the key in the site record. */
  readonly certified: boolean;
  readonly publicOnly: boolean;
  readonly purpose: ExchangeEvent['purpose'];
}

/** An answer that ends the asking: it holds for the whole service. */
export interface ServiceAnswer {
  readonly kind: 'answer';
  readonly response: Response;
  readonly site: Site;
  /** Whether its signature was verified. */
  readonly certified: boolean;
  /** Whether another server said that the site record it was asked by is out of date. */
  readonly isOutOfDate: boolean;
}

export type Asked = ServiceAnswer | Failure;

/** The flags to send: certified questions also ask for a digest, which ties the answer to them. */
export function flagsOf({ authoritative, certified, publicOnly }: Asking): number {
  let flags: number = DEFAULT_RESOLUTION_FLAGS;
  flags = withFlag(flags, OpFlag.authoritative, authoritative);
  flags = withFlag(flags, OpFlag.certify, certified);
  flags = withFlag(flags, OpFlag.requestDigest, certified);
  return withFlag(flags, OpFlag.publicOnly, publicOnly);
}
