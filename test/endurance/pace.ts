const TICK_MS = 5;

/**
 * Calls so many times a second, whatever becomes of the calls, and waits for all of them.
 *
 * @param isOver asked before each round
 */
export async function pace(
  perSecond: number,
  isOver: () => boolean,
  call: () => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const startedAt = performance.now();
  let called = 0;
  while (!isOver()) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    for (; called < due; called++) {
      const done: Promise<void> = call().finally(() => underWay.delete(done));
      underWay.add(done);
    }
    await wait(TICK_MS);
  }
  await Promise.all(underWay);
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
