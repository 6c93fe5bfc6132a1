import type { Clock } from '../system.ts';
import type { Announce } from './announcer.ts';

/**
 * A signal that follows within this time is the same one: npm passes on a Ctrl-C that the terminal
 * has already sent to the whole process group.
 */
const REPEAT_MS = 100;

/** How often a program that npm has started looks whether it still has its parent. */
const PARENT_CHECK_MS = 250;

/** Waits for SIGTERM or SIGINT, and says so; a second signal ends the process at once. */
export async function untilStopped(clock: Clock, announce: Announce): Promise<void> {
  const signal = await new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (name: NodeJS.Signals, number: number) => {
      if (first === undefined) {
        first = clock.elapsed();
        resolve(name);
      } else if (clock.elapsed() - first > REPEAT_MS) {
        process.exit(128 + number);
      }
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
    if (process.env.npm_lifecycle_event !== undefined) {
      const cancel = onOrphaned(clock, () => resolve('SIGTERM'));
      process.once('SIGTERM', cancel).once('SIGINT', cancel);
    }
  });
  announce(`${signal}: finishing the requests in hand; a second signal stops at once.`);
}

/**
 * npm passes SIGTERM to the shell it runs a script in, and many shells die of it without passing
 * it on. The only sign of it for the program behind the shell is that its parent is gone.
 */
function onOrphaned(clock: Clock, callback: () => void): () => void {
  const parent = process.ppid;
  let cancel = () => {};
  const look = () => {
    if (process.ppid !== parent) callback();
    else cancel = clock.after(PARENT_CHECK_MS, look);
  };
  look();
  return () => cancel();
}
