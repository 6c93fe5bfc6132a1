/**
 * How long servers take for handles in turn, in milliseconds: most are fast, few are slow, as everywhere,
 * and all are so slow that what a busy machine adds hardly matters. The steps between the numbers mix
 * fast and slow ones. The slowest takes 324 ms.
 */
export const SLOW_DELAYS: readonly number[] = Array.from({ length: 1_000 }, (_, i) => {
  const share = (((i * 617) % 1_000) + 0.5) / 1_000;
  return 20 - 40 * Math.log(1 - share);
});
