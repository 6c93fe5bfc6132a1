import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { startServer } from '../../src/http/server.ts';
import { DEADLINE_GRACE_MS } from '../../src/resolver/limits.ts';
import type { Resolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { site, siteValue, value } from '../resolver/kit/records.ts';
import { turns } from '../resolver/kit/virtual-clock.ts';
import { LOCAL, world } from '../resolver/kit/world.ts';
import { ask } from './kit/serve.ts';

const OWN = 'https://own.example/';

/** Record `n` includes those of 4n+1 to 4n+4, up to 40; each is under a prefix of its own. */
const NAMES = Array.from({ length: 41 }, (_, n) => `10.${n + 1}/a`);

function locationsOf(n: number): string {
  const others = NAMES.slice(4 * n + 1, 4 * n + 5);
  const includes = others.map((name) => `<include>${name}</include>`).join('');
  return `<locations>${includes}<location href="${OWN}${n}"/></locations>`;
}

/** A proxy whose resolver goes by a clock of its own, over servers that take so long. */
async function nestedWorld(delayMs: number) {
  const made = world({
    registry: Object.fromEntries(
      NAMES.map((_, n) => [`0.NA/10.${n + 1}`, [siteValue(1, site(LOCAL))]]),
    ),
    local: Object.fromEntries(
      NAMES.map((name, n) => [name, [value(1, '10320/loc', locationsOf(n))]]),
    ),
  });
  made.network.delayMs = delayMs;
  const { clock } = made;
  /** When the look-ups of a visitor ended, on the clock of the resolver. */
  const ends: number[] = [];
  const resolver: Resolver = {
    ...made.resolver,
    resolve: (...given) =>
      made.resolver.resolve(...given).finally(() => ends.push(clock.elapsed())),
  };
  const app = createApp({ resolver, clock: systemClock, httpMaxAge: 3600, ready: () => true });
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close(0));
  /** Time passes while the resolver waits for something. */
  const answer = async (path: string) => {
    let isThere = false;
    const asked = ask(server.port, path).finally(() => {
      isThere = true;
    });
    while (!isThere) await (clock.alarms > 0 ? clock.pass(1) : turns());
    return asked;
  };
  return { ...made, answer, ends };
}

describe('a record that includes records that include others', () => {
  it('costs 32 exchanges in all, and leads somewhere all the same', async () => {
    const { answer, network } = await nestedWorld(1);
    const { status, headers } = await answer('/10.1/a');
    expect(status).toBe(302);
    expect(headers.location).toMatch(/^https:\/\/own\.example\/\d+$/);
    expect(network.exchanges).toHaveLength(32);
  });

  it('is given five seconds in all', async () => {
    const { answer, ends } = await nestedWorld(900);
    expect((await answer('/10.1/a')).status).toBe(302);
    expect(ends.length).toBeGreaterThan(4);
    expect(Math.max(...ends)).toBeGreaterThan(3_600);
    expect(Math.max(...ends)).toBeLessThanOrEqual(5_000 + DEADLINE_GRACE_MS);
  });
});
