import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';
import { connectEcho } from '../kit/udp-echo.ts';

/** The resolver as a library, in a program that does nothing else. */
const { bootstrap } = await inputFromParent<{ bootstrap: unknown }>();

/** Handles that are asked for at once. */
const AT_ONCE = 256;

const transport = createTransport({ clock: systemClock, allowAddress: () => true });
const resolver = createResolver({
  transport,
  bootstrap: readBootstrap(bootstrap),
  clock: systemClock,
  random: Math.random,
  trust: 'off',
  cacheMaxBytes: 4e9,
});

export interface Filled {
  /** Handles with another outcome, or another URL. */
  readonly wrong: number;
  readonly cpuMicroseconds: number;
  readonly milliseconds: number;
}

/** What handles are looked up, and what has to come of it. */
export interface Names {
  /** Before the number. */
  readonly stem: string;
  readonly first: number;
  readonly count: number;
  readonly outcome: string;
}

async function isRight(handle: string, expected: string): Promise<boolean> {
  const resolution = await resolver.resolve(handle);
  if (resolution.outcome !== expected) return false;
  if (resolution.outcome !== 'found') return true;
  const { buffer, byteOffset, length } = resolution.values[0]?.data ?? new Uint8Array();
  // ASCII; and cheap beside what is measured.
  const url = Buffer.from(buffer, byteOffset, length).toString('latin1');
  return url === `https://example.org/${handle}`;
}

/** Looks up many at once. */
async function fill({ stem, first, count, outcome }: Names): Promise<Filled> {
  const before = process.cpuUsage();
  const began = performance.now();
  let next = first;
  let wrong = 0;
  async function lookUpSome(): Promise<void> {
    while (next < first + count) {
      if (!(await isRight(`${stem}${next++}`, outcome))) wrong += 1;
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lookUpSome));
  const { user, system } = process.cpuUsage(before);
  return { wrong, cpuMicroseconds: user + system, milliseconds: performance.now() - began };
}

export interface OneByOne {
  /** Of each look-up, in milliseconds. */
  readonly times: readonly number[];
  /** Of the bare round trip before it. */
  readonly bare: readonly number[];
  readonly wrong: number;
}

/**
 * Looks up one after the other, with a bare round trip before each. How long a process takes to wake
 * hangs on the core that it is on, so both are timed by the same process at the same time.
 */
async function oneByOne({ stem, first, count, outcome, echo }: Names & { readonly echo: number }) {
  const bare: number[] = [];
  const times: number[] = [];
  let wrong = 0;
  const server = await connectEcho(echo);
  for (let number = first; number < first + count; number++) {
    bare.push(await server.roundTrip());
    const began = performance.now();
    if (!(await isRight(`${stem}${number}`, outcome))) wrong += 1;
    times.push(performance.now() - began);
  }
  server.close();
  return { times, bare, wrong } satisfies OneByOne;
}

serveParent({}, { fill, oneByOne });
