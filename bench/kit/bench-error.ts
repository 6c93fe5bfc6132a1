/** What whoever called the benchmarks has to put right; the message says what. */
export class BenchError extends Error {}
