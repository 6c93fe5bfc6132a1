/** How long something may take that should happen at once, in milliseconds. */
const ENOUGH_MS = 20_000;

/** Waits until something is so, looking again and again. @throws when it takes far too long */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + ENOUGH_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
