import type { Job, Outcome } from '../children/generator.ts';
import type { Child } from './child.ts';
import type { Effort } from './suite.ts';

/** Connections that ask again as soon as they are answered. */
const CONNECTIONS = 64;

/** Who is asked for what. */
export interface Subject
  extends Pick<Job, 'url' | 'status' | 'headers' | 'bodies' | 'bodyPart' | 'among'> {
  /** The process that answers. */
  readonly child: Child;
}

/** What one round gave. */
export interface Round {
  /** Microseconds of processor time for each request. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
}

/**
 * Rounds of each subject in turn, so that what the machine does meanwhile meets all of them. The first
 * round of each warms it up and does not count.
 *
 * @param generator a process of `bench/children/generator.ts`
 * @returns the rounds of each subject, by its name
 * @throws Error when an answer is wrong
 */
export async function httpRounds<Name extends string>(
  generator: Child,
  subjects: Readonly<Record<Name, Subject>>,
  { rounds, seconds }: Effort,
  onRound: (text: string) => void,
): Promise<Record<Name, Round[]>> {
  const all = Object.entries(subjects) as [Name, Subject][];
  const results = Object.fromEntries(all.map(([name]) => [name, []])) as unknown as Record<
    Name,
    Round[]
  >;
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { child, ...asked }] of all) {
      onRound(`${name}, ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}`);
      const job: Job = { ...asked, connections: CONNECTIONS, seconds };
      const before = await child.usage();
      const { requests, wrong, p50, p99, perSecond } = await generator.ask<Outcome>('run', job);
      const after = await child.usage();
      if (wrong > 0) throw new Error(`${name}: ${wrong} of ${requests} answers were wrong`);
      const cpu = (after.cpuMicroseconds - before.cpuMicroseconds) / requests;
      if (round > 0) results[name].push({ cpu, p50, p99, perSecond });
    }
  }
  return results;
}

/** One figure of each round. */
export function of(rounds: readonly Round[], what: keyof Round): number[] {
  return rounds.map((round) => round[what]);
}
