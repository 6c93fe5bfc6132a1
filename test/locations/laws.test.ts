import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { chooseLocation } from '../../src/locations/choose.ts';
import type { Visitor } from '../../src/locations/visitor.ts';
import { encodeAttribute } from '../../src/xml/entities.ts';
import { possible, record, seeded, setOf, value, visitor } from './world.ts';

describe('a draw by weight', () => {
  const DRAWS = 200_000;

  function count(weights: readonly string[]): number[] {
    const set = setOf(
      record(weights.map((weight, n) => `<location href="${n}" weight="${weight}"/>`).join('')),
    );
    const random = seeded(20_261_121);
    const counts = weights.map(() => 0);
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const at = Number(chooseLocation(set, visitor(), random).href);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  }

  function chiSquare(counts: readonly number[], shares: readonly number[]): number {
    return counts.reduce((sum, observed, n) => {
      const expected = (shares[n] ?? 0) * DRAWS;
      return expected === 0 ? sum : sum + (observed - expected) ** 2 / expected;
    }, 0);
  }

  it('follows weights of 1, 2, 0 and 7', () => {
    const counts = count(['1', '2', '0', '7']);
    const shares = [0.1, 0.2, 0, 0.7];
    expect(counts[2]).toBe(0);
    for (const [n, observed] of counts.entries()) {
      expect(Math.abs(observed / DRAWS - (shares[n] ?? 0))).toBeLessThan(0.01);
    }
    // 99.9 % of fair draws stay below 13.8 at two degrees of freedom.
    expect(chiSquare(counts, shares)).toBeLessThan(13.8);
  });

  it('is uniform when all weights are 0', () => {
    // 16.3 at three degrees of freedom.
    expect(chiSquare(count(['0', '0', '-3', '0']), [0.25, 0.25, 0.25, 0.25])).toBeLessThan(16.3);
  });

  it('takes weights of any size and nothing else for numbers', () => {
    expect(count(['1e400', 'Infinity', '0x10', 'NaN', '1e300']).every((n) => n >= 0)).toBe(true);
  });

  it('finds one whatever is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (weights, draw) => {
          const values = record(
            weights.map((weight, n) => `<location href="${n}" weight="${weight}"/>`).join(''),
          );
          expect(chooseLocation(setOf(values), visitor(), () => draw).href).toBeDefined();
        },
      ),
    );
  });
});

interface Attributes {
  readonly id: string;
  readonly [name: string]: string;
}

const attributes: fc.Arbitrary<Omit<Attributes, 'id'>> = fc.record(
  {
    weight: fc.constantFrom('0', '1', '0.5', '-1', 'x'),
    country: fc.constantFrom('us', 'GB', ' de '),
    language: fc.constantFrom('en', 'de-at', 'DE'),
    http_role: fc.constantFrom('browser', 'conneg', 'no_conneg'),
    'media-type': fc.constantFrom('text/html', 'application/json'),
    score: fc.constantFrom('1', '2', '-1'),
    addresses: fc.constantFrom('10.0.0.0/8', '::1, 192.0.2.0/24', 'bad'),
    role: fc.constantFrom('metadata', 'landing'),
  },
  { requiredKeys: [] },
) as unknown as fc.Arbitrary<Omit<Attributes, 'id'>>;

const locations = fc
  .array(attributes, { minLength: 1, maxLength: 7 })
  .map((all) => all.map((one, n): Attributes => ({ ...one, id: String(n) })));

const methods = fc.constantFrom(
  undefined,
  'locatt,country,weighted',
  'language,score',
  'address,country',
  'weighted',
  'nonsense',
);

const visitors: fc.Arbitrary<Partial<Visitor>> = fc
  .record(
    {
      accept: fc.constantFrom('*/*', 'application/json', 'text/html,*/*;q=0.1', ''),
      acceptLanguage: fc.constantFrom('de', 'en-GB, de;q=0.5', '*;q=0'),
      userAgent: fc.constantFrom('Mozilla/5.0', 'curl/8'),
      address: fc.constantFrom('10.1.1.1', '::1', 'x'),
      metadata: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .chain((known) =>
    fc.constantFrom('us', 'de', undefined).map((country) => ({ ...known, country: () => country })),
  ) as fc.Arbitrary<Partial<Visitor>>;

function xml(all: readonly Attributes[], chooseby?: string): string {
  const elements = all.map((one) => {
    const written = Object.entries(one).map(([name, text]) => `${name}="${encodeAttribute(text)}"`);
    return `<location href="http://${one.id}/" ${written.join(' ')}/>`;
  });
  const root = chooseby === undefined ? '<locations>' : `<locations chooseby="${chooseby}">`;
  return `${root}${elements.join('')}</locations>`;
}

describe('whoever asks, and whatever the record', () => {
  it('a location is never invented, and there always is one', () => {
    fc.assert(
      fc.property(
        locations,
        methods,
        visitors,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (all, chooseby, known, draw) => {
          const set = setOf(record(xml(all, chooseby)));
          const { href, location } = chooseLocation(set, visitor(known), () => draw);
          expect(all.map(({ id }) => `http://${id}/`)).toContain(href);
          expect(set.locations).toContain(location);
        },
      ),
    );
  });

  it('each step keeps some of what the step before has kept', () => {
    fc.assert(
      fc.property(locations, methods, visitors, (all, chooseby, known) => {
        const set = setOf(record(xml(all, chooseby)));
        let before = set.locations;
        const { steps, location } = chooseLocation(set, visitor(known), () => 0.5);
        for (const { kept } of steps) {
          expect(kept.length).toBeGreaterThan(0);
          for (const one of kept) expect(before).toContain(one);
          before = kept;
        }
        expect(before).toContain(location);
      }),
    );
  });

  it('the order of locations makes no difference', () => {
    fc.assert(
      fc.property(
        locations,
        methods,
        visitors,
        fc.infiniteStream(fc.nat()),
        (all, chooseby, known, order) => {
          const shuffled = all
            .map((one) => ({ one, at: order.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          expect(possible(record(xml(shuffled, chooseby)), known)).toEqual(
            possible(record(xml(all, chooseby)), known),
          );
        },
      ),
    );
  });

  it('the order of values makes no difference, unless they hold settings', () => {
    const values = fc
      .array(attributes, { minLength: 1, maxLength: 4 })
      .map((all) => [
        ...all.map((one, n) => value(n + 10, '10320/loc', xml([{ ...one, id: String(n) }]))),
        value(2, 'URL', 'http://url2/'),
        value(1, 'URL', 'http://url1/'),
        value(3, 'EMAIL', 'a@example.org'),
      ]);
    fc.assert(
      fc.property(
        values.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        visitors,
        ([all, shuffled], known) => {
          expect(possible(shuffled, known)).toEqual(possible(all, known));
        },
      ),
    );
  });

  it('a location that the link names is chosen, if the record lets links choose first', () => {
    fc.assert(
      fc.property(locations, visitors, fc.nat(), (all, known, pick) => {
        const { id } = all[pick % all.length] as Attributes;
        const named = { ...known, locatt: [`id:${id}`] };
        expect(possible(record(xml(all)), named)).toEqual([`http://${id}/`]);
        const first = xml(all, 'locatt,weighted');
        expect(possible(record(first), named)).toEqual([`http://${id}/`]);
      }),
    );
  });

  it('a selector that matches nothing changes nothing, wherever it stands', () => {
    fc.assert(
      fc.property(
        locations,
        methods,
        visitors,
        fc.array(fc.constantFrom<string>('id:0', 'country', 'role:landing'), { maxLength: 2 }),
        fc.nat(2),
        (all, chooseby, known, locatt, at) => {
          const more = locatt.toSpliced(Math.min(at, locatt.length), 0, 'nobody-has:this');
          const values = record(xml(all, chooseby));
          expect(possible(values, { ...known, locatt: more })).toEqual(
            possible(values, { ...known, locatt }),
          );
        },
      ),
    );
  });

  it('the order of attributes makes no difference', () => {
    const reversed = (one: Attributes) =>
      Object.fromEntries(Object.entries(one).reverse()) as unknown as Attributes;
    fc.assert(
      fc.property(locations, methods, visitors, (all, chooseby, known) => {
        expect(possible(record(xml(all.map(reversed), chooseby)), known)).toEqual(
          possible(record(xml(all, chooseby)), known),
        );
      }),
    );
  });

  it('a location of weight 0 is never drawn while another has any', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('0', '-1', '1', '0.001'), { minLength: 2, maxLength: 6 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (weights, draw) => {
          fc.pre(weights.some((weight) => Number(weight) > 0));
          const elements = weights.map((w, n) => `<location href="${n}" weight="${w}"/>`);
          const { href } = chooseLocation(setOf(record(elements.join(''))), visitor(), () => draw);
          expect(Number(weights[Number(href)])).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('XML that cannot be read is the same as none', () => {
    const broken = fc
      .tuple(locations, fc.nat())
      .map(([all, at]) => xml(all).slice(0, 20 + (at % 20)))
      .filter((text) => text.lastIndexOf('<') > text.lastIndexOf('>'));
    const others: readonly HandleValue[] = [
      value(5, 'URL', 'http://5/'),
      value(6, 'URL', 'http://6/'),
    ];
    fc.assert(
      fc.property(broken, visitors, (text, known) => {
        expect(possible([value(1, '10320/loc', text), ...others], known)).toEqual(
          possible(others, known),
        );
      }),
    );
  });
});

describe('a hostile record', () => {
  const url = value(1, 'URL', 'http://url/');

  it.each([
    ['nests ten thousand elements', '<location>'.repeat(10_000)],
    ['explodes by entities', `<!DOCTYPE l [<!ENTITY a "${'x'.repeat(1_000)}">]><l a="&a;&a;"/>`],
    ['has an attribute of a megabyte', `<l><location href="${'x'.repeat(1 << 20)}"/></l>`],
    ['has too many tags', `<l>${'<location href="a"/>'.repeat(13_000)}</l>`],
  ])('that %s leads where its URL value does', (_, text) => {
    expect(possible([value(2, '10320/loc', text), url])).toEqual(['http://url/']);
  });

  it('of five thousand locations leads to one of them', () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `<location href="${n}" id="${n}"/>`);
    const values = record(many.join(''));
    const set = setOf(values);
    const locatt = Array.from({ length: 1_000 }, (_, n) => `id:${n + 10_000}`);
    const { href } = chooseLocation(set, visitor({ locatt }), () => 0.9999);
    expect(href).toBe('4999');
  });

  it('cannot be made slow by long headers', () => {
    const values = record(
      '<location href="a" language="x" http_role="conneg"/><location href="b" language="y"/>',
    );
    const long = {
      acceptLanguage: 'a-'.repeat(8_000),
      accept: '*/*;'.repeat(4_000),
    };
    expect(chooseLocation(setOf(values), visitor(long), () => 0).href).toBeDefined();
  });
});
