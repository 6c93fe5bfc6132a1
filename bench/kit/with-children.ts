/** Something that has to be stopped when its suite is over. */
interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Does some work with processes, and stops all of them afterwards, however the work ends; the last
 * one first.
 */
export async function withChildren<Result>(
  work: (
    keep: <Child extends Stoppable>(child: Promise<Child>) => Promise<Child>,
  ) => Promise<Result>,
): Promise<Result> {
  const kept: Stoppable[] = [];
  try {
    return await work(async (starting) => {
      const child = await starting;
      kept.push(child);
      return child;
    });
  } finally {
    for (const child of kept.reverse()) await child.stop();
  }
}
