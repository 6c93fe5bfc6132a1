/** What a step of starting or ending may take on a busy machine, in milliseconds. */
export const STEP_MS = 60_000;

/**
 * Nobody waits for ever for a program that hangs.
 *
 * @throws when it takes longer than {@link STEP_MS}
 */
export async function within<Result>(what: string, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `it takes more than ${STEP_MS / 1_000} s until ${what}`;
    timer = setTimeout(() => reject(new Error(message)), STEP_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
