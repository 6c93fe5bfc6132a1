import type { Percentiles } from '../children/second-opinion.ts';
import { agreement, ownNoise, type Verdict } from './agreement.ts';
import { startChild } from './child.ts';
import {
  type Comparison,
  differenceText,
  isOrdered,
  lateness,
  millisecondsText,
  PERCENTILES,
  RATE,
  STEM,
} from './comparison.ts';
import { FreshHandles } from './fresh-handles.ts';
import { SLOW_DELAYS } from './slow-delays.ts';
import { startProgram } from './start-program.ts';
import { median } from './statistics.ts';
import { byAutocannon, byLoad, mostRequests, type Ours, type Task } from './two-tools.ts';
import { withChildren } from './with-children.ts';

const ROUNDS = 2;
/** So that each delay occurs equally often. */
const UNSEEN_SECONDS = SLOW_DELAYS.length / RATE;
const REDIRECT_SECONDS = 4;

/** All the way through resolver and handle server, tens of milliseconds. */
export function unseenHandles(onProgress: (text: string) => void): Promise<Comparison> {
  const fresh = new FreshHandles();
  const task = { stem: STEM, rate: RATE, seconds: UNSEEN_SECONDS };
  return throughProxy(
    () => ({ ...task, first: fresh.take(mostRequests(task)).first }),
    (text) => onProgress(`never-seen handles: ${text}`),
  );
}

/**
 * The hardest: a fraction of a millisecond, where whatever else the machine does is the slowest
 * hundredth.
 */
export function redirect(onProgress: (text: string) => void): Promise<Comparison> {
  return throughProxy(
    () => ({ stem: STEM, rate: RATE, seconds: REDIRECT_SECONDS }),
    (text) => onProgress(`one cached redirect: ${text}`),
  );
}

/** Each tool twice in a round and in the middle of it alike, so that it can be compared with itself too. */
function throughProxy(
  next: () => Omit<Task, 'url'>,
  onProgress: (text: string) => void,
): Promise<Comparison> {
  return withChildren(async (keep) => {
    const servers = await keep(startChild('handle-server', { delays: SLOW_DELAYS }));
    const { url } = await keep(startProgram(servers.ready.bootstrap, ['--trust', 'off']));
    const ours: Ours[] = [];
    const theirs: Percentiles[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      onProgress(`round ${round} of ${ROUNDS}`);
      theirs.push(await byAutocannon({ url, ...next() }));
      ours.push(await byLoad({ url, ...next() }));
      ours.push(await byLoad({ url, ...next() }));
      theirs.push(await byAutocannon({ url, ...next() }));
    }
    return compared(ours, theirs);
  });
}

function compared(ours: readonly Ours[], theirs: readonly Percentiles[]): Comparison {
  const verdicts: Verdict[] = [];
  const rows = PERCENTILES.map((name) => {
    const sent = ours.map(({ fromSending }) => fromSending[name]);
    const due = median(ours.map(({ fromDue }) => fromDue[name]));
    const rounds = theirs.map((round) => round[name]);
    const [sending, other] = [median(sent), median(rounds)];
    const noises = [ownNoise(sent), ownNoise(rounds)] as const;
    // Either may be off by its own.
    const verdict = agreement(sending, other, noises[0] + noises[1]);
    verdicts.push(verdict);
    return [
      ...[name, ...[due, sending, other].map(millisecondsText)],
      differenceText(sending, other),
      ...noises.map((noise) => `${((noise / other) * 100).toFixed(1)} %`),
      verdict,
    ];
  });
  const isNoisy = verdicts.includes('within the noise');
  return {
    head: [
      '',
      ...['load, from due', 'from sending', 'autocannon'],
      ...['load to autocannon', 'load to itself', 'autocannon to itself', ''],
    ],
    rows,
    remarks: [
      ...lateness(ours),
      ...(isNoisy
        ? [
            'Within the noise: the tools differ from themselves by as much together, so that nothing tighter can be asked for on this machine now.',
          ]
        : []),
    ],
    isRight: !verdicts.includes('differ') && isOrdered(ours),
  };
}
