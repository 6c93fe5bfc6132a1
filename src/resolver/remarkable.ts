import type { Resolution } from './resolution.ts';

/** Outcomes that an operator may want to know of, because somebody's records or servers are wrong. */
export const REMARKABLE: ReadonlySet<Resolution['outcome']> = new Set([
  'alias-loop',
  'alias-chain-too-long',
  'service-loop',
  'referral-loop',
  'bad-signature',
] as const);
