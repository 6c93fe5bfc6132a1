import { describe, expect, it } from 'vitest';
import { HTTP, server, site, siteValue, UDP, url } from './kit/records.ts';
import { LOCAL, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';

/** A site whose server has a name and no address. */
function named(name: string) {
  return site('0.0.0.0', {
    attributes: [{ name: 'domain', value: name }],
    servers: [server('0.0.0.0', { interfaces: [UDP, HTTP] })],
  });
}

/** The prefix 10.1 lives at one name, 10.66 at many; names answer when they are told to. */
function namedWorld(namesOf66: readonly string[]) {
  const asked: string[] = [];
  const waiting = new Map<string, (addresses: readonly string[]) => void>();
  const made = world({
    registry: {
      '0.NA/10.1': [siteValue(1, named('good.example'))],
      '0.NA/10.66': namesOf66.map((name, at) => siteValue(at + 1, named(name))),
    },
    local: { '10.1/a': [url(1, A)], '10.66/a': [url(1, A)] },
    lookup: (name) => {
      asked.push(name);
      if (name === 'good.example') return Promise.resolve([LOCAL]);
      return new Promise((resolve) => waiting.set(name, resolve));
    },
  });
  return { ...made, asked, waiting };
}

const SLOW = Array.from({ length: 256 }, (_, at) => `slow-${at}.example`);

describe('the names in site records', () => {
  it('of one prefix are looked up one after the other', async () => {
    const { resolve, asked } = namedWorld(SLOW);
    expect(await resolve('10.66/a')).toMatchObject({ outcome: 'unreachable' });
    expect(asked).toEqual(['slow-0.example']);
  });

  it('of one prefix do not keep others waiting', async () => {
    const { resolve, resolver, clock, asked } = namedWorld(SLOW);
    const slow = resolver.resolve('10.66/a');
    await clock.pass(1);
    expect(textsOf(await resolve('10.1/a'))).toEqual([A]);
    expect(asked).toEqual(['slow-0.example', 'good.example']);
    await clock.run(slow);
  });

  it('are looked up for whoever has a turn first, though others wait for them too', async () => {
    const { resolve, resolver, clock } = namedWorld(['slow.example', 'good.example']);
    const slow = resolver.resolve('10.66/a');
    await clock.pass(1);
    expect(textsOf(await resolve('10.1/a'))).toEqual([A]);
    expect(textsOf(await clock.run(slow))).toEqual([A]);
  });

  it('rest for a while when DNS took too long, so that others of the prefix have their turn', async () => {
    const { resolve, clock, waiting, asked } = namedWorld(['slow.example', 'good.example']);
    expect((await resolve('10.66/a')).outcome).toBe('unreachable');
    waiting.get('slow.example')?.([]);
    // By then, what failed may be tried again.
    await clock.pass(10_000);
    expect(textsOf(await resolve('10.66/a'))).toEqual([A]);
    expect(asked).toEqual(['slow.example', 'good.example']);
  });
});
