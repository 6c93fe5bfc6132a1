import { createHash } from 'node:crypto';
import { valueBytes } from '../protocol/value.ts';
import type { Bootstrap } from './bootstrap.ts';

/**
 * A short name for what a bootstrap says: another one for another network, and for the same network
 * described otherwise. When it was fetched does not matter.
 *
 * @returns lower-case hexadecimal digits
 */
export function bootstrapFingerprint({ records }: Bootstrap): string {
  const digest = createHash('sha256');
  for (const handle of [...records.keys()].sort()) {
    digest.update(`${handle}\n`);
    for (const value of records.get(handle) ?? []) {
      digest.update(createHash('sha256').update(valueBytes(value)).digest());
    }
    digest.update('\n');
  }
  return digest.digest('hex').slice(0, FINGERPRINT_DIGITS);
}

/** 64 bits: names of files, not of secrets. */
const FINGERPRINT_DIGITS = 16;
