import type { RecordsFile } from '../../../src/demo/index.ts';
import type { RequestEvent } from '../../../src/events.ts';
import { systemClock } from '../../../src/system.ts';
import { ask } from './serve.ts';
import { type WholeProxy, wholeProxy } from './whole-proxy.ts';

/** What one connection or the clock says is none of the record's. */
export const OF_THE_CONNECTION = ['date', 'keep-alive', 'connection'];

/** A proxy for which no second passes between two answers that are compared. */
export function stillProxy(
  handles: RecordsFile['handles'] | undefined,
  requests: RequestEvent[],
): Promise<WholeProxy> {
  const now = systemClock.now();
  return wholeProxy(handles, {
    clock: { ...systemClock, now: () => now },
    random: () => 0.5,
    countries: { countryOf: () => 'DE' },
    observer: { request: (event) => requests.push(event) },
  });
}

/** An answer without the headers that are left out. */
export async function answerWithout(
  leftOut: readonly string[],
  { port }: WholeProxy,
  target: string,
  headers: Record<string, string>,
) {
  const answer = await ask(port, target, { headers });
  const kept = Object.entries(answer.headers).filter(([name]) => !leftOut.includes(name));
  return { ...answer, headers: Object.fromEntries(kept) };
}
