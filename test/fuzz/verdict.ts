import { PROTOCOL_ERROR_CODES, type ProtocolErrorCode } from '../../src/protocol/errors.ts';
import type { FuzzReport } from './fuzz.ts';

/** Below this many inputs an error code may be missed by chance. */
const ENOUGH_FOR_EVERY_CODE = 100_000;

const MAX_HEAP_GROWTH_BYTES = 5_000_000;

/** Error codes that no input met. */
export function missingCodes(report: FuzzReport): ProtocolErrorCode[] {
  return PROTOCOL_ERROR_CODES.filter((code) => !report.codes.has(code));
}

/** Why the run failed; empty when it did not. */
export function verdictOf(report: FuzzReport): string[] {
  const reasons = report.failures.map(
    ({ target, kind, detail, input }) => `${kind} in ${target}: ${detail}\n  input ${input}`,
  );
  if (report.pastHeader * 10 < report.count) {
    reasons.push(`only ${report.pastHeader} of ${report.count} inputs got past the header`);
  }
  const missing = missingCodes(report);
  if (report.count >= ENOUGH_FOR_EVERY_CODE && missing.length > 0) {
    reasons.push(`never met: ${missing.join(', ')}`);
  }
  if (report.heapGrowth !== undefined && report.heapGrowth > MAX_HEAP_GROWTH_BYTES) {
    reasons.push(`the heap grew by ${report.heapGrowth} bytes`);
  }
  return reasons;
}
