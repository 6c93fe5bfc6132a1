/**
 * Set for a run whose servers answer wrongly on purpose: one that does not end with status 1 then
 * would not notice wrong answers of the proxy either.
 */
export const LIE = 'BENCH_LIE';

/** How often the servers of such a run lie: each so many answers. */
export const LIE_EVERY = 20;

/** @returns a function that says for each answer in turn whether it has to be wrong */
export function liar(): () => boolean {
  if (process.env[LIE] === undefined) return () => false;
  let count = 0;
  return () => ++count % LIE_EVERY === 0;
}
