import { MAX_WEIGHT } from './limits.ts';
import type { RedirectStatus } from './location.ts';

/** A decimal number; neither hexadecimal nor Infinity. @returns undefined for anything else */
export function parseNumber(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(trimmed)
    ? Number(trimmed)
    : undefined;
}

/** `yes`, `true` and `1`, in any case, are true. */
export function parseBoolean(text: string): boolean {
  return /^(?:yes|true|1)$/i.test(text.trim());
}

/** What remains of a weight that may be negative or huge. */
export function limitWeight(weight: number): number {
  return Math.min(Math.max(weight, 0), MAX_WEIGHT);
}

const STATUSES: ReadonlyMap<string, RedirectStatus> = new Map([
  ['301', 301],
  ['302', 302],
  ['303', 303],
  ['307', 307],
  ['308', 308],
]);

/** The status an `http_sc` asks for; one that is no redirect counts as 302. */
export function parseStatus(text: string): RedirectStatus {
  return STATUSES.get(text.trim()) ?? 302;
}
