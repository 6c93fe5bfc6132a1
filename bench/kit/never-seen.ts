import type { Filled, Names, OneByOne } from '../children/library.ts';
import type { Child } from './child.ts';
import { driveDistinct } from './drive-distinct.ts';
import type { FreshHandles } from './fresh-handles.ts';
import type { Ports } from './handle-server.ts';
import type { Program } from './start-program.ts';
import { median } from './statistics.ts';
import { type Effort, type Figure, figureOf } from './suite.ts';
import type { Yardstick } from './yardstick.ts';

/** Handles for each round, at full effort. */
const HANDLES = 30_000;
const ONE_BY_ONE = 2_000;

/** What an exchange may cost beyond the bare round trip, whatever that takes, in milliseconds. */
const ALLOWANCE_MS = 0.1;
const MOST_OF_ROUND_TRIP = 1.3;

/** 40 µs in the library and 67 µs over HTTP, on a machine where bare node:http takes 11.5 µs for a redirect. */
const MOST_IN_LIBRARY = { most: 3.5 };
const MOST_OVER_HTTP = { most: 5.8 };
const BARE = 'redirect of bare node:http';

/** Which handles are asked for, and what has to come of it. */
export interface Kind {
  /** Before the names of all figures. */
  readonly name: string;
  /** Before the number of a handle. */
  readonly stem: string;
  readonly outcome: string;
  readonly status: number;
}

/** Who is asked: the library and the program, and the handle servers behind both. */
export interface Parties {
  readonly library: Child;
  readonly servers: Child;
  readonly driver: Child;
  readonly program: Program;
  readonly yardstick: Yardstick;
}

/** All that is measured of handles that nobody has asked for yet. */
export async function neverSeen(
  kind: Kind,
  parties: Parties,
  fresh: FreshHandles,
  effort: Effort,
  progress: (text: string) => void,
): Promise<Figure[]> {
  const count = Math.max(200, Math.round(HANDLES * effort.scale));
  const say = (what: string) => (round: number) =>
    progress(`${kind.name}: ${what}, round ${round} of ${effort.rounds}`);
  const names = (): Names => ({ ...kind, ...fresh.take(count) });
  return [
    ...(await throughLibrary(kind, parties, names, effort.rounds, say('through the library'))),
    ...(await overHttp(kind, parties, names, effort.rounds, say('over HTTP'))),
    await oneByOne(kind, parties, fresh, effort, say('one by one')),
  ];
}

async function throughLibrary(
  { name }: Kind,
  { library, servers, yardstick }: Parties,
  names: () => Names,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Figure[]> {
  await library.ask<Filled>('fill', names());
  const rates: number[] = [];
  const cpus: number[] = [];
  const bare: number[] = [];
  let handles = 0;
  const before = await servers.ask<number>('received');
  for (let round = 1; round <= rounds; round++) {
    onRound(round);
    const asked = names();
    const filled = await library.ask<Filled>('fill', asked);
    if (filled.wrong > 0)
      throw new Error(`${filled.wrong} of ${asked.count} were answered wrongly`);
    handles += asked.count;
    rates.push(asked.count / (filled.milliseconds / 1000));
    cpus.push(filled.cpuMicroseconds / asked.count);
    bare.push(await yardstick());
  }
  const exchanges = (await servers.ask<number>('received')) - before;
  return [
    figureOf(
      { name: `${name}/library/throughput`, unit: 'handles/s', aim: { least: 25_000 } },
      rates,
    ),
    figureOf({ name: `${name}/library/cpu`, unit: 'µs/handle', aim: MOST_IN_LIBRARY }, cpus, {
      name: BARE,
      rounds: bare,
    }),
    {
      name: `${name}/library/datagrams`,
      unit: 'per handle',
      value: exchanges / handles,
      aim: { most: 1.001 },
    },
  ];
}

async function overHttp(
  { name, status, stem }: Kind,
  { driver, program, yardstick }: Parties,
  names: () => Names,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Figure[]> {
  const { url } = program;
  const rates: number[] = [];
  const cpus: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    const { first, count } = names();
    const before = await program.usage();
    const rate = await driveDistinct(driver, { stem, first, count, url, status });
    const after = await program.usage();
    if (round === 0) continue;
    rates.push(rate);
    cpus.push((after.cpuMicroseconds - before.cpuMicroseconds) / count);
    bare.push(await yardstick());
  }
  return [
    figureOf({ name: `${name}/HTTP/throughput`, unit: 'handles/s', aim: { least: 15_000 } }, rates),
    figureOf({ name: `${name}/HTTP/cpu`, unit: 'µs/handle', aim: MOST_OVER_HTTP }, cpus, {
      name: BARE,
      rounds: bare,
    }),
  ];
}

/** In turn with bare round trips, each waiting for the one before. */
async function oneByOne(
  kind: Kind,
  { library, servers }: Parties,
  fresh: FreshHandles,
  { rounds, scale }: Effort,
  onRound: (round: number) => void,
): Promise<Figure> {
  const count = Math.max(50, Math.round(ONE_BY_ONE * scale));
  const trips: number[] = [];
  const asked: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    const { times, bare, wrong } = await library.ask<OneByOne>('oneByOne', {
      ...kind,
      ...fresh.take(count),
      echo: (servers.ready.ports as Ports).udp,
    });
    if (wrong > 0) throw new Error(`${wrong} of ${count} were answered wrongly`);
    if (round === 0) continue;
    trips.push(median(bare) + ALLOWANCE_MS / MOST_OF_ROUND_TRIP);
    asked.push(median(times));
  }
  return figureOf(
    { name: `${kind.name}/one by one/p50`, unit: 'ms', aim: { most: MOST_OF_ROUND_TRIP } },
    asked,
    { name: 'bare UDP round trip + 0.08 ms', rounds: trips },
  );
}
