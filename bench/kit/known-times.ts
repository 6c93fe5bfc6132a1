import type { Percentiles } from '../children/second-opinion.ts';
import { agreement } from './agreement.ts';
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
import { SLOW_DELAYS } from './slow-delays.ts';
import { byAutocannon, byLoad, warmUpRequests } from './two-tools.ts';
import { withChildren } from './with-children.ts';

/** A server says itself how long its answers took: each tool has to find that, and so the same. */
export function knownTimes(
  seconds: number,
  onProgress: (text: string) => void,
): Promise<Comparison> {
  return withChildren(async (keep) => {
    const server = await keep(startChild('slow-server', { delays: SLOW_DELAYS }));
    const url = `http://127.0.0.1:${server.ready.port}`;
    const task = { url, stem: STEM, first: 0, rate: RATE, seconds };
    const truth = async (skip: number) =>
      percentilesOf(await server.ask<number[]>('taken', { skip, count: RATE * seconds }));
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
          ...[name, ...[due, sending, oursInFact].map(millisecondsText)],
          `${differenceText(sending, oursInFact)}, ${verdicts[0]}`,
          ...[theirs[name], theirsInFact].map(millisecondsText),
          differenceText(theirs[name], theirsInFact),
          `${differenceText(sending, theirs[name])}, ${verdicts[1]}`,
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

function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
