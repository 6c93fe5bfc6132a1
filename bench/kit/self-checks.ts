import { LATE_SHARE } from '../../src/load/limits.ts';
import type { Percentiles } from '../children/second-opinion.ts';
import { agreement, ownNoise, type Verdict } from './agreement.ts';
import { startChild } from './child.ts';
import { FreshHandles } from './fresh-handles.ts';
import { SLOW_DELAYS } from './slow-delays.ts';
import { startProgram } from './start-program.ts';
import { median } from './statistics.ts';
import {
  byAutocannon,
  byLoad,
  mostRequests,
  type Ours,
  type Task,
  warmUpRequests,
} from './two-tools.ts';
import { withChildren } from './with-children.ts';

/** A comparison as a table. */
export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below it. */
  readonly remarks: readonly string[];
  readonly isRight: boolean;
}

type OnProgress = (text: string) => void;

const RATE = 500;
const STEM = '20.500.1/bench-';
const PERCENTILES = ['p50', 'p90', 'p99'] as const;
const ROUNDS = 2;
/** So that each delay occurs equally often. */
const UNSEEN_SECONDS = SLOW_DELAYS.length / RATE;
const REDIRECT_SECONDS = 4;

/** A server says itself how long its answers took: each tool has to find that, and so the same. */
export function knownTimes(seconds: number, onProgress: OnProgress): Promise<Rows> {
  return withChildren(async (keep) => {
    const server = await keep(startChild('slow-server', { delays: SLOW_DELAYS }));
    const url = `http://127.0.0.1:${server.ready.port}`;
    const task = { url, stem: STEM, first: 0, rate: RATE, seconds };
    const truth = async (skip: number) =>
      percentilesOf(await server.ask<number[]>('taken', { skip }));
    onProgress('known times: hdl-edge load');
    const ours = await byLoad(task);
    const oursInTruth = await truth(warmUpRequests('ours', RATE));
    onProgress('known times: autocannon');
    const theirs = await byAutocannon(task);
    const theirsInTruth = await truth(warmUpRequests('theirs', RATE));
    const found = PERCENTILES.map((name) => {
      const [sending, due] = [ours.fromSending[name], ours.fromDue[name]];
      const [oursInFact, theirsInFact] = [oursInTruth[name], theirsInTruth[name]];
      const isWitness = agreement(theirs[name], theirsInFact) === 'agree';
      const verdicts = [
        agreement(sending, oursInFact),
        isWitness ? agreement(sending, theirs[name]) : 'no witness',
      ];
      return {
        isWitness,
        isRight: !verdicts.includes('differ'),
        row: [
          ...[name, ...[due, sending, oursInFact].map(text)],
          `${percent(sending, oursInFact)}, ${verdicts[0]}`,
          ...[theirs[name], theirsInFact].map(text),
          percent(theirs[name], theirsInFact),
          `${percent(sending, theirs[name])}, ${verdicts[1]}`,
        ],
      };
    });
    return {
      head: [
        ...['', 'load, from due', 'from sending', 'truth', 'difference'],
        ...['autocannon', 'truth', 'difference', 'load to autocannon'],
      ],
      rows: found.map(({ row }) => row),
      remarks: [
        ...lateness([ours]),
        ...(found.every(({ isWitness }) => isWitness)
          ? []
          : [
              'No witness: autocannon differs from the truth itself, because this machine is busy.',
            ]),
      ],
      isRight: found.every(({ isRight }) => isRight) && isOrdered([ours]),
    };
  });
}

/** All the way through resolver and handle server, tens of milliseconds. */
export function unseenHandles(onProgress: OnProgress): Promise<Rows> {
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
export function redirect(onProgress: OnProgress): Promise<Rows> {
  return throughProxy(
    () => ({ stem: STEM, rate: RATE, seconds: REDIRECT_SECONDS }),
    (text) => onProgress(`one cached redirect: ${text}`),
  );
}

/** Each tool twice in a round and in the middle of it alike, so that it can be compared with itself too. */
function throughProxy(next: () => Omit<Task, 'url'>, onProgress: OnProgress): Promise<Rows> {
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

function compared(ours: readonly Ours[], theirs: readonly Percentiles[]): Rows {
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
      ...[name, ...[due, sending, other].map(text)],
      percent(sending, other),
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

/** No request leaves before it is due. */
function isOrdered(rounds: readonly Ours[]): boolean {
  return rounds.every(({ fromDue, fromSending }) =>
    PERCENTILES.every((name) => fromDue[name] >= fromSending[name]),
  );
}

function lateness(rounds: readonly Ours[]): string[] {
  const late = median(rounds.map((round) => round.late));
  if (late <= LATE_SHARE) return [];
  return [
    `${(late * 100).toFixed(1)} % of the requests of hdl-edge load left late, because this machine is busy: that is in the times from due, and autocannon has no such times.`,
  ];
}

function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

function text(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 3 : 1);
}

function percent(a: number, b: number): string {
  return `${((a / b - 1) * 100).toFixed(1)} %`;
}
