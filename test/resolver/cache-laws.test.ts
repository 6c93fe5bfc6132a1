import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { isSelected } from '../../src/handle/selection.ts';
import { hasFlag, OpFlag } from '../../src/protocol/op-flag.ts';
import { expiryOf } from '../../src/resolver/freshness.ts';
import { DEFAULT_POLICY } from '../../src/resolver/policy.ts';
import type { Found, Resolution } from '../../src/resolver/resolution.ts';
import { site, siteValue, value } from './kit/records.ts';
import { LOCAL, world } from './kit/world.ts';

const HANDLES = ['10.1/a', '10.1/b'];
const TYPES = ['URL', 'EMAIL', 'DESC'];

/** What a value of the server below says about itself. */
interface Origin {
  readonly handle: string;
  readonly issuedAt: number;
  readonly signed: boolean;
}

const lifetime = fc.record({
  ttlType: fc.constantFrom(0, 0, 0, 1, 7),
  ttl: fc.constantFrom(0, 1, 4, 5, 10, 60, 3_600, 90_000, 1_767_225_700, 2 ** 31, 2 ** 32 - 1),
});

const step = fc.oneof(
  fc.record({
    kind: fc.constant('wait' as const),
    seconds: fc.constantFrom(1, 4, 5, 9, 60, 4_000),
  }),
  fc.record({
    kind: fc.constant('ask' as const),
    handle: fc.constantFrom(...HANDLES),
    types: fc.subarray(TYPES),
    indexes: fc.subarray([1, 2, 3], { maxLength: 1 }),
    certified: fc.boolean(),
    authoritative: fc.boolean(),
    publicOnly: fc.boolean(),
  }),
);

function originOf({ data }: HandleValue): Origin {
  return JSON.parse(Buffer.from(data).toString());
}

/** Runs the steps and tells of every request, whether the cache or a server answered it. */
async function play(
  lifetimes: readonly { ttlType: number; ttl: number }[],
  steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
  check: (found: Found, request: { handle: string; certified: boolean }, now: number) => void,
): Promise<void> {
  const { resolve, network, clock } = world({
    registry: { '0.NA/10.1': [siteValue(1, site(LOCAL))] },
  });
  network.at(LOCAL, ({ handle, flags, selection }) => {
    const signed = hasFlag(flags, OpFlag.certify);
    const origin: Origin = { handle, issuedAt: clock.now() + network.delayMs, signed };
    const values = TYPES.map((type, position) =>
      value(position + 1, type, JSON.stringify(origin), lifetimes[position]),
    );
    return { values: values.filter((each) => isSelected(selection, each)) };
  });
  for (const each of steps) {
    if (each.kind === 'wait') {
      clock.advance(each.seconds * 1_000);
    } else {
      const found: Resolution = await resolve(each.handle, each);
      expect(found.outcome).toBe('found');
      check(found as Found, each, clock.now());
    }
  }
}

const game = [
  fc.array(lifetime, { minLength: 3, maxLength: 3 }),
  fc.array(step, { maxLength: 25 }),
] as const;

describe('whatever is asked and however much time passes, the cache', () => {
  it('never answers with a value whose time is over', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (lifetimes, steps) =>
        play(lifetimes, steps, (found, _, now) => {
          for (const each of found.values) {
            const { issuedAt } = originOf(each);
            const expiry = expiryOf(each, issuedAt);
            expect(now === issuedAt || now < expiry).toBe(true);
            expect(found.freshUntil).toBeLessThanOrEqual(expiry);
          }
        }),
      ),
    );
  });

  it('never answers a certified request with what was not signed', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (lifetimes, steps) =>
        play(lifetimes, steps, (found, { certified }) => {
          const signed = found.values.every((each) => originOf(each).signed);
          if (certified) expect(signed).toBe(true);
          expect(found.certified).toBe(signed);
        }),
      ),
    );
  });

  it('never answers with values of another record, or with others than were asked for', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (lifetimes, steps) =>
        play(lifetimes, steps, (found, request) => {
          const { types, indexes } = request as unknown as { types: string[]; indexes: number[] };
          const expected = TYPES.filter((type, position) =>
            types.length + indexes.length === 0
              ? true
              : types.includes(type) || indexes.includes(position + 1),
          );
          expect(found.values.map(({ type }) => type)).toEqual(expected);
          expect(new Set(found.values.map((each) => originOf(each).handle))).toEqual(
            new Set([request.handle]),
          );
        }),
      ),
    );
  });

  it('never answers a request for more than the public values, nor an authoritative one but with what another brought just now', async () => {
    await fc.assert(
      fc.asyncProperty(...game, (lifetimes, steps) =>
        play(lifetimes, steps, (found, request, now) => {
          const { authoritative, publicOnly } = request as unknown as {
            authoritative: boolean;
            publicOnly: boolean;
          };
          if (!publicOnly) expect(found.cache).toBe('miss');
          if (!authoritative || found.cache === 'miss') return;
          const { authoritativeEveryMs } = DEFAULT_POLICY;
          for (const each of found.values) {
            expect(now - originOf(each).issuedAt).toBeLessThan(authoritativeEveryMs);
          }
        }),
      ),
    );
  });
});
