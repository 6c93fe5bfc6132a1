import type { Asker } from './ask.ts';
import { handleOf, urlOf } from './network-process.ts';
import { pace, wait } from './pace.ts';
import type { ProxyProcess } from './proxy-process.ts';

export interface Copy {
  readonly proxy: ProxyProcess;
  readonly visitor: Asker;
}

/**
 * How many other handles are asked for before the second copy is asked for one, and how long after the
 * first has answered, in milliseconds: at that very moment the shared cache does not have it yet.
 */
const APART = 100;
const STORED_MS = 100;

/** Asks one copy for each handle, and another one, if there is one, a little later. */
export async function askAll(
  copies: readonly Copy[],
  first: number,
  count: number,
  rate: number,
  before: (share: number) => void = () => {},
) {
  const latencies: number[] = [];
  const again: number[] = [];
  let next = 0;
  let failed = 0;
  let askedAtEnd = 0;
  let hitsAtEnd = 0;
  const ask = async (n: number, whom: number, into: number[]): Promise<boolean> => {
    const copy = copies[whom % copies.length] as Copy;
    const answer = await copy.visitor.ask(`/${handleOf(n)}`);
    into.push(answer.milliseconds);
    if (answer.status !== 302 || answer.location !== urlOf(n)) failed += 1;
    return answer.isHit;
  };
  const answered: (Promise<boolean> | undefined)[] = [];
  const askFirst = (n: number) => {
    answered[n] = ask(first + n, n, latencies);
    return answered[n];
  };
  const askAgain = async (n: number) => {
    await answered[n];
    answered[n] = undefined;
    await wait(STORED_MS);
    const isHit = await ask(first + n, n + 1, again);
    if (n < count * 0.8) return;
    askedAtEnd += 1;
    if (isHit) hitsAtEnd += 1;
  };
  const isSecond = copies.length > 1;
  const end = isSecond ? count + APART : count;
  await pace(
    rate / copies.length,
    () => next >= end,
    async () => {
      const n = next++;
      before(n / end);
      await Promise.all([
        n < count && askFirst(n),
        isSecond && n >= APART && n < end && askAgain(n - APART),
      ]);
    },
  );
  return { latencies, again, failed, askedAtEnd, hitsAtEnd };
}
