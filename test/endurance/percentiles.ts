/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** One row of a table of latencies, in milliseconds. */
export function latencyRow(name: string, values: readonly number[]): string {
  const cells = [0.5, 0.9, 0.99, 0.999, 1].map((share) =>
    percentile(values, share).toFixed(1).padStart(9),
  );
  return `${name.padEnd(28)}${cells.join('')}`;
}

export const LATENCY_HEAD = `${'milliseconds'.padEnd(28)}${['p50', 'p90', 'p99', 'p99.9', 'max'].map((name) => name.padStart(9)).join('')}`;
