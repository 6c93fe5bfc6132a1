import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { type Clock, systemClock } from '../../src/system.ts';
import type { Endpoint } from '../../src/transport/endpoint.ts';
import type { Question } from '../../src/transport/question.ts';
import { createTransport, type Transport } from '../../src/transport/transport.ts';
import { handleOf, startNetwork, urlOf } from './network-process.ts';
import type { Report } from './report.ts';

export interface ForgeryOptions {
  /** Forged datagrams. */
  readonly count: number;
}

const PER_ANSWER = 100;
const AT_ONCE = 4;
const WARM_UP = 50;

/**
 * Time goes by twenty times slower, so that a busy machine has no request repeated, and whatever is
 * repeated is so because of the forger.
 */
const SLOWER = 20;
const slowClock: Clock = {
  now: systemClock.now,
  elapsed: () => systemClock.elapsed() / SLOWER,
  after: (milliseconds, callback) => systemClock.after(milliseconds * SLOWER, callback),
};

/** Real look-ups, before the answer to each of which a hundred forged datagrams arrive. */
export async function forgery({ count }: ForgeryOptions, report: Report): Promise<void> {
  const lookups = Math.ceil(count / PER_ANSWER);
  const handles = lookups + WARM_UP;
  const network = await startNetwork({ count: handles, ttlSeconds: 86_400 });
  const direct = createTransport({ clock: slowClock, allowAddress: () => true });
  let attempts = 0;
  const resolver = createResolver({
    transport: byWayOf(network.forgerPort, direct),
    bootstrap: readBootstrap(network.bootstrap),
    clock: slowClock,
    random: Math.random,
    protocols: ['udp'],
    observer: {
      exchange: (event) => {
        if (event.purpose === 'record') attempts += event.attempts;
      },
    },
  });

  let right = 0;
  const resolve = async (n: number) => {
    // Every other one asks for a signed answer.
    const found = await resolver.resolve(handleOf(n), { certified: n % 2 === 0 });
    const text =
      found.outcome === 'found' ? found.values.map(({ data }) => `${Buffer.from(data)}`) : [];
    if (text.length === 1 && text[0] === urlOf(n)) right += 1;
  };
  for (let n = 0; n < WARM_UP; n++) await resolve(n);
  right = 0;
  attempts = 0;
  const before = await network.tell<number>({ what: 'requests', whom: 'local' });
  await network.tell({ what: 'forge', count: PER_ANSWER });
  let next = WARM_UP;
  const worker = async () => {
    while (next < handles) {
      const n = next++;
      if (n % 1_000 === 0) report.says(`${(n - WARM_UP) * PER_ANSWER} forged datagrams`);
      await resolve(n);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const forged = await network.tell<number>({ what: 'forge', count: 0 });
  const requests = (await network.tell<number>({ what: 'requests', whom: 'local' })) - before;
  report.figure('forged datagrams', String(forged));
  report.figure('look-ups, answered as the record says', `${lookups}, ${right}`);
  report.figure('requests sent, requests at the server', `${attempts}, ${requests}`);
  report.holds(forged >= count, 'so many were forged');
  report.holds(
    right === lookups,
    'none is taken for an answer, and every answer equals the record',
  );
  report.holds(attempts === lookups && requests === lookups, 'none has a request repeated');
  await resolver.close();
  await direct.close();
  await network.stop();
}

/** The same transport, but what goes to the service goes by way of the forger. */
function byWayOf(port: number, transport: Transport): Transport {
  const by = (endpoint: Endpoint, { handle }: Question) =>
    handle.startsWith('0.') ? endpoint : { ...endpoint, port };
  return {
    exchange: (endpoint, question, limits) =>
      transport.exchange(by(endpoint, question), question, limits),
    ask: (endpoint, question, asker) => transport.ask(by(endpoint, question), question, asker),
    close: () => transport.close(),
  };
}
