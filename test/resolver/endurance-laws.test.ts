import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { isSelected } from '../../src/handle/selection.ts';
import { expiryOf } from '../../src/resolver/freshness.ts';
import { DEFAULT_POLICY } from '../../src/resolver/policy.ts';
import type { Found, Resolution } from '../../src/resolver/resolution.ts';
import { value } from './kit/records.ts';
import { LOCAL, world } from './kit/world.ts';

const HANDLES = ['10.1/a', '10.1/b', '10.1/c'];
const TYPES = ['URL', 'EMAIL'];
const SECOND = 1_000;

/** What the servers do: as they should, or not at all. */
type Health = 'well' | 'silent' | 'refusing' | 'busy';

const step = fc.oneof(
  fc.record({
    kind: fc.constant('wait' as const),
    seconds: fc.constantFrom(1, 3, 6, 31, 61, 400, 3_600, 40_000, 90_000),
  }),
  fc.record({
    kind: fc.constant('servers' as const),
    health: fc.constantFrom<Health>('well', 'silent', 'refusing', 'busy'),
  }),
  fc.record({
    kind: fc.constant('change' as const),
    handle: fc.constantFrom(...HANDLES),
    exists: fc.boolean(),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      handle: fc.constantFrom(...HANDLES),
      types: fc.constantFrom<string[]>([], [], ['URL'], ['EMAIL']),
      authoritative: fc.constantFrom(false, false, false, true),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;
type Ask = Extract<Step, { kind: 'ask' }>;

/** When things were last as they are, in milliseconds since 1970. */
interface Truth {
  readonly now: number;
  /** Since when the servers have been well; undefined while they are not. */
  readonly wellSince: number | undefined;
  /** Since when the handle has existed, or has not. */
  readonly existsSince: number | undefined;
  readonly goneSince: number | undefined;
}

/** Plays the steps, one request after the other, and tells of each answer. */
async function play(
  ttl: number,
  steps: readonly Step[],
  check: (resolution: Resolution, ask: Ask, truth: Truth) => void,
): Promise<void> {
  const { resolve, network, clock } = world();
  let health: Health = 'well';
  let changedAt = clock.now();
  const existing = new Map(HANDLES.map((handle) => [handle, { exists: true, at: clock.now() }]));
  network.at(LOCAL, ({ handle, selection }) => {
    if (health === 'silent') return 'silence';
    if (health === 'refusing') return { fails: 'refused' };
    if (health === 'busy') return { code: 3 };
    if (existing.get(handle)?.exists !== true) return { code: 100 };
    const issuedAt = String(clock.now() + network.delayMs);
    const values = TYPES.map((type, n) => value(n + 1, type, issuedAt, { ttl }));
    return { values: values.filter((each) => isSelected(selection, each)) };
  });
  for (const each of steps) {
    if (each.kind === 'wait') {
      await clock.pass(each.seconds * SECOND);
    } else if (each.kind === 'servers') {
      if (health !== each.health) changedAt = clock.now();
      health = each.health;
    } else if (each.kind === 'change') {
      const { exists } = each;
      if (existing.get(each.handle)?.exists !== exists) {
        existing.set(each.handle, { exists, at: clock.now() });
      }
    } else {
      const resolution = await resolve(each.handle, { ...each, ignoreAliases: true });
      const { exists = false, at = 0 } = existing.get(each.handle) ?? {};
      check(resolution, each, {
        now: clock.now(),
        wellSince: health === 'well' ? changedAt : undefined,
        existsSince: exists ? at : undefined,
        goneSince: exists ? undefined : at,
      });
    }
  }
}

const game = [fc.constantFrom(5, 60, 4_000), fc.array(step, { maxLength: 40 })] as const;

function issuedAt({ data }: HandleValue): number {
  return Number(Buffer.from(data).toString());
}

function isFound(resolution: Resolution): resolution is Found {
  return resolution.outcome === 'found';
}

describe('however servers come and go,', () => {
  it('no value is given later than a day after it expired, and none without saying so', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (ttl, steps) =>
        play(ttl, steps, (resolution, { authoritative }, { now }) => {
          if (!isFound(resolution)) return;
          for (const each of resolution.values) {
            const expiry = expiryOf(each, issuedAt(each));
            expect(now).toBeLessThan(expiry + DEFAULT_POLICY.staleMs);
            if (resolution.cache !== 'stale') expect(now).toBeLessThan(expiry);
          }
          if (authoritative) expect(resolution.cache).not.toBe('stale');
        }),
      ),
    );
  });

  it('answers about the same values never go back in time', async () => {
    await fc.assert(
      fc.asyncProperty(...game, async (ttl, steps) => {
        const newest = new Map<string, number>();
        await play(ttl, steps, (resolution, { handle, types }) => {
          if (!isFound(resolution)) return;
          const key = `${handle} ${types}`;
          const time = Math.min(...resolution.values.map(issuedAt));
          expect(time).toBeGreaterThanOrEqual(newest.get(key) ?? 0);
          newest.set(key, time);
        });
      }),
    );
  });

  it('nothing hides a record for longer than its absence is believed', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (ttl, steps) =>
        play(ttl, steps, (resolution, _, { now, existsSince }) => {
          if (existsSince === undefined || resolution.outcome !== 'handle-not-found') return;
          expect(now - existsSince).toBeLessThan(DEFAULT_POLICY.notFoundMs);
        }),
      ),
    );
  });

  it('a record that is gone is not given for longer than its values live', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (ttl, steps) =>
        play(ttl, steps, (resolution, _, { now, goneSince, wellSince }) => {
          if (goneSince === undefined || wellSince === undefined || !isFound(resolution)) return;
          const longest = Math.max(ttl * SECOND, DEFAULT_POLICY.staleRecheckMs);
          expect(now - Math.max(goneSince, wellSince)).toBeLessThanOrEqual(longest + 10_000);
        }),
      ),
    );
  });

  it('no failure is told longer than it may be remembered once servers are well', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (ttl, steps) =>
        play(ttl, steps, (resolution, _, { now, wellSince }) => {
          if (wellSince === undefined || 'values' in resolution) return;
          if (resolution.outcome === 'handle-not-found') return;
          expect(now - wellSince).toBeLessThan(DEFAULT_POLICY.failureMaxMs + 10_000);
        }),
      ),
    );
  });

  it('an answer that is known to be there is given without waiting for silent servers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...HANDLES), { maxLength: 20 }), async (asked) => {
        const { resolve, network, clock, local } = world();
        for (const handle of HANDLES) local[handle] = [value(1, 'URL', 'x', { ttl: 60 })];
        for (const handle of HANDLES) await resolve(handle);
        clock.advance(61_000);
        network.at(LOCAL, () => 'silence');
        for (const handle of asked) {
          const started = clock.now();
          expect((await resolve(handle)).outcome).toBe('found');
          expect(clock.now() - started).toBeLessThanOrEqual(DEFAULT_POLICY.staleAfterMs);
        }
      }),
    );
  });
});
