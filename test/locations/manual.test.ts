import { describe, expect, it } from 'vitest';
import { decide, possible, record, value } from './world.ts';

/** The example of chapter 12 of the technical manual. */
const EXAMPLE = record(`
  <location id="0" href="http://uk.example.com/" country="gb" weight="0" />
  <location id="1" href="http://www1.example.com/" weight="1" />
  <location id="2" href="http://www2.example.com/" weight="1" />`);
const UK = 'http://uk.example.com/';
const WWW1 = 'http://www1.example.com/';
const WWW2 = 'http://www2.example.com/';

describe('the references of chapter 12', () => {
  it('123/456 from a client in the UK: the first location, by country', () => {
    const decision = decide(EXAMPLE, { country: () => 'GB' });
    expect(decision.href).toBe(UK);
    expect(decision.steps.at(-1)).toMatchObject({ method: 'country', by: 'gb' });
  });

  it('123/456 from outside the UK: one of the last two, by weight', () => {
    expect(possible(EXAMPLE, { country: () => 'FR' })).toEqual([WWW1, WWW2]);
    const decision = decide(EXAMPLE, { country: () => 'FR' });
    expect(decision.steps.map(({ method, kept }) => [method, kept.length])).toEqual([
      ['locatt', 3],
      ['country', 2],
      ['weighted', 1],
    ]);
  });

  it('123/456?locatt=id:1: the second location', () => {
    expect(possible(EXAMPLE, { locatt: ['id:1'], country: () => 'GB' })).toEqual([WWW1]);
  });

  it('123/456?locatt=id:0: the first location, and the country is never looked at', () => {
    const decision = decide(EXAMPLE, {
      locatt: ['id:0'],
      country: () => {
        throw new Error('looked at');
      },
    });
    expect(decision.href).toBe(UK);
    expect(decision.steps).toHaveLength(1);
  });

  it('123/456?locatt=country:gb: the first location, as an attribute', () => {
    expect(possible(EXAMPLE, { locatt: ['country:gb'] })).toEqual([UK]);
  });

  it('123/456?locatt=country:uk, as it is printed: no match, one of the last two', () => {
    expect(possible(EXAMPLE, { locatt: ['country:uk'] })).toEqual([WWW1, WWW2]);
  });

  it('123/456?locatt=country:us: no match, one of the last two', () => {
    expect(possible(EXAMPLE, { locatt: ['country:us'] })).toEqual([WWW1, WWW2]);
  });
});

describe('the rules of chapter 12', () => {
  const located = (attributes: string) => `<location href="u${attributes.length}" ${attributes}/>`;

  it('weight 0 is not selected beside a positive weight', () => {
    expect(possible(record('<location href="a" weight="0"/><location href="b"/>'))).toEqual(['b']);
  });

  it('weight 0 is selected when it is referenced by an attribute', () => {
    const values = record('<location id="x" href="a" weight="0"/><location href="b"/>');
    expect(possible(values, { locatt: ['id:x'] })).toEqual(['a']);
  });

  it('weight 0 is selected when there are no other locations', () => {
    expect(possible(record('<location href="a" weight="0"/>'))).toEqual(['a']);
  });

  it('weight 0 is selected by country', () => {
    const values = record('<location href="a" weight="0" country="us"/><location href="b"/>');
    expect(possible(values, { country: () => 'us' })).toEqual(['a']);
  });

  it('weight 0 is selected by language', () => {
    const values = record('<location href="a" weight="0" language="de"/><location href="b"/>');
    expect(possible(values, { acceptLanguage: 'de' })).toEqual(['a']);
  });

  it('a location without weight has weight 1', () => {
    const values = record('<location href="a"/><location href="b" weight="3"/>');
    expect(decide(values, {}, 0.24).href).toBe('a');
    expect(decide(values, {}, 0.26).href).toBe('b');
  });

  it('locations that all have no positive weight are drawn from as if they had none', () => {
    const values = record(
      '<location href="a" weight="0"/><location href="b" weight="-1"/><location href="c" weight="0"/>',
    );
    expect(possible(values)).toEqual(['a', 'b', 'c']);
  });

  it('a method that leaves nothing is as if it had not been applied', () => {
    const values = record(located('country="us"') + located('country="france"'));
    expect(possible(values, { country: () => 'de' })).toHaveLength(2);
  });

  it('without any method a weighted draw decides', () => {
    const values = record(
      `<locations chooseby=""><location href="a" weight="0" country="us"/>
       <location href="b"/></locations>`,
    );
    expect(possible(values, { country: () => 'us', locatt: ['country:us'] })).toEqual(['b']);
  });

  it('methods are applied in the order in which they are named', () => {
    const locations =
      '<location href="de" language="de"/><location href="us" country="us"/></locations>';
    const known = { acceptLanguage: 'de', country: () => 'US' };
    expect(possible(record(`<locations chooseby="language,country">${locations}`), known)).toEqual([
      'de',
    ]);
    expect(possible(record(`<locations chooseby="country, Language">${locations}`), known)).toEqual(
      ['us'],
    );
  });

  it('methods that are not known are skipped', () => {
    const values = record(
      `<locations chooseby="moon,score"><location href="a" score="1"/>
       <location href="b"/></locations>`,
    );
    expect(possible(values)).toEqual(['a']);
  });

  it('a URL value beside locations is used only when nothing else has weight', () => {
    const url = value(1, 'URL', 'http://url/');
    expect(possible(record('<location href="a"/>', url))).toEqual(['a']);
    expect(possible(record('<location href="a" weight="0" country="us"/>', url))).toEqual([
      'http://url/',
    ]);
  });
});
