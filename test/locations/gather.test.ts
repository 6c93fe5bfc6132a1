import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { chooseLocation } from '../../src/locations/choose.ts';
import { gatherLocations, isSelfContained } from '../../src/locations/gather.ts';
import { originOf } from '../../src/locations/location-set.ts';
import { parseLocations } from '../../src/locations/parse-locations.ts';
import {
  type Namespace,
  namespaceOf,
  parseNamespace,
} from '../../src/namespace/parse-namespace.ts';
import { HANDLE, record, value, visitor } from './world.ts';

const URL = value(1, 'URL', 'http://url/');

interface World {
  readonly own: readonly HandleValue[];
  /** XML of the namespaces, innermost first. */
  readonly namespaces?: readonly string[];
  readonly records?: Readonly<Record<string, readonly HandleValue[]>>;
}

function namespace(xml: string): Namespace {
  const parsed = parseNamespace(xml, () => {});
  if (parsed === undefined) throw new Error('unreadable');
  return parsed;
}

async function gather({ own, namespaces = [], records = {} }: World) {
  const asked: string[] = [];
  const complaints: string[] = [];
  const gathered = await gatherLocations({
    handle: HANDLE,
    own: parseLocations(own, () => {}),
    namespaces: namespaces.map(namespace),
    complain: (message) => complaints.push(message),
    lookUp: async (handle) => {
      asked.push(handle);
      const values = records[handle];
      if (values === undefined) throw new Error('timed out');
      return {
        freshUntil: 2_000 - asked.length,
        bytes: values.reduce((sum, { data }) => sum + data.length, 0),
        locations: () => parseLocations(values, () => {}),
        namespace: () => namespaceOf(values, () => {}),
      };
    },
  });
  const hrefs = gathered.set.locations.map(({ href }) => href);
  return { ...gathered, asked, complaints, hrefs };
}

const loc = (href: string, attributes = '') =>
  record(`<locations ${attributes}><location href="${href}"/></locations>`);

describe('included records', () => {
  it('join in behind the own locations, attribute before elements', async () => {
    const own = record(
      `<locations include="i/1"><include>i/2</include><location href="own"/></locations>`,
      URL,
    );
    const { hrefs, set } = await gather({ own, records: { 'i/1': loc('1'), 'i/2': loc('2') } });
    expect(hrefs).toEqual(['own', '1', '2', 'http://url/']);
    expect(set.locations.map((location) => originOf(set, location))).toEqual([
      'own',
      'included',
      'included',
      'url',
    ]);
  });

  it('may include others', async () => {
    const { hrefs } = await gather({
      own: loc('own', 'include="i/1"'),
      records: { 'i/1': loc('1', 'include="i/2"'), 'i/2': loc('2') },
    });
    expect(hrefs).toEqual(['own', '1', '2']);
  });

  it('join in once, in whatever circle they stand', async () => {
    const { hrefs, asked } = await gather({
      own: loc('own', `include="${HANDLE}"`),
      records: { [HANDLE]: loc('own') },
    });
    expect(hrefs).toEqual(['own']);
    expect(asked).toEqual([]);
    const circle = await gather({
      own: loc('own', 'include="i/1"'),
      records: { 'i/1': loc('1', 'include="I/1"'), 'I/1': loc('again') },
    });
    expect(circle.asked).toEqual(['i/1']);
  });

  it('that cannot be had are done without, and named', async () => {
    const { hrefs, missing, complaints } = await gather({ own: loc('own', 'include="i/1"') });
    expect(hrefs).toEqual(['own']);
    expect(missing).toEqual(['i/1']);
    expect(complaints[0]).toContain('i/1');
  });

  it('are no more than a request may cost', async () => {
    const includes = Array.from({ length: 100 }, (_, n) => `<include>i/${n}</include>`).join('');
    const records = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [`i/${n}`, loc(String(n))]),
    );
    const { asked } = await gather({ own: record(`${includes}<location href="own"/>`), records });
    expect(asked).toHaveLength(32);
  });

  it('are no longer together than a record can be', async () => {
    const long = loc('long', `note="${'x'.repeat(150_000)}"`);
    const { hrefs, complaints } = await gather({
      own: record('<include>i/1</include><include>i/2</include><include>i/3</include>'),
      records: { 'i/1': long, 'i/2': long, 'i/3': loc('short') },
    });
    expect(hrefs).toEqual(['long', 'short']);
    expect(complaints).toEqual(['i/2 is left out: what is included is too long']);
  });

  it('are not followed for ever', async () => {
    const records = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`i/${n}`, loc(String(n), `include="i/${n + 1}"`)]),
    );
    const { hrefs, complaints } = await gather({ own: loc('own', 'include="i/0"'), records });
    expect(hrefs).toHaveLength(21);
    expect(complaints).toContain('includes nest too deeply');
  });

  it('have no say in status and methods', async () => {
    const { set } = await gather({
      own: loc('own', 'include="i/1"'),
      records: { 'i/1': loc('1', 'http_sc="301" chooseby="score"') },
    });
    expect(set.status).toBe(302);
    expect(set.methods).toContain('locatt');
  });

  it('make the set last as long as the first of them', async () => {
    const { freshUntil } = await gather({
      own: record('<include>i/1</include><include>i/2</include>'),
      records: { 'i/1': loc('1'), 'i/2': loc('2') },
    });
    expect(freshUntil).toBe(1_998);
  });
});

describe('included namespaces', () => {
  it('join in with the locations they name, before included records', async () => {
    const { hrefs } = await gather({
      own: record(
        '<locations includeNamespace="0.NA/x" include="i/1"><location href="own"/></locations>',
      ),
      records: {
        '0.NA/x': [value(1, 'HS_NAMESPACE', '<n><locs>x/locs</locs></n>')],
        'x/locs': loc('of x'),
        'i/1': loc('1'),
      },
    });
    expect(hrefs).toEqual(['own', '1', 'of x']);
  });
});

describe('locations of the prefix', () => {
  const NAMESPACE = '<n><locs>p/locs</locs></n>';
  const records = { 'p/locs': loc('prefix', 'http_sc="303"') };

  it('come behind URL values, all of which are candidates then', async () => {
    const own = [URL, value(2, 'URL', 'http://url2/')];
    const { hrefs, set } = await gather({ own, namespaces: [NAMESPACE], records });
    expect(hrefs).toEqual(['http://url/', 'http://url2/', 'prefix']);
    expect(set.locations.map(({ weight }) => weight)).toEqual([1, 1, 1]);
    expect(set.status).toBe(303);
  });

  it('lead nowhere for a record without URL and locations', async () => {
    const own = [value(1, 'EMAIL', 'a@example.org')];
    const { hrefs, asked } = await gather({ own, namespaces: [NAMESPACE], records });
    expect(hrefs).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('are refused by no_nslocs of the record', async () => {
    const own = loc('own', 'no_nslocs="true"');
    expect((await gather({ own, namespaces: [NAMESPACE], records })).hrefs).toEqual(['own']);
  });

  it('are inherited from the prefixes above unless a namespace wants none', async () => {
    const both = { ...records, 'q/locs': loc('above') };
    const above = '<n><locs>q/locs</locs></n>';
    expect(
      (await gather({ own: [URL], namespaces: [NAMESPACE, above], records: both })).hrefs,
    ).toEqual(['http://url/', 'prefix', 'above']);
    const alone = '<n><locs no_nslocs="yes">p/locs</locs></n>';
    expect((await gather({ own: [URL], namespaces: [alone, above], records: both })).hrefs).toEqual(
      ['http://url/', 'prefix'],
    );
  });

  it('with their status hold where they add no location', async () => {
    const { set } = await gather({
      own: [URL],
      namespaces: [NAMESPACE],
      records: { 'p/locs': record('<locations http_sc="307"/>') },
    });
    expect(set.status).toBe(307);
    expect(chooseLocation(set, visitor(), () => 0.9).href).toBe('http://url/');
  });

  it('are those of another prefix with overridePrefix', async () => {
    const { hrefs } = await gather({
      own: loc('own', 'overridePrefix="0.NA/other"'),
      namespaces: [NAMESPACE],
      records: {
        ...records,
        '0.NA/other': [value(1, 'HS_NAMESPACE', '<n><locs>o/locs</locs></n>')],
        'o/locs': loc('other'),
      },
    });
    expect(hrefs).toEqual(['own', 'other']);
  });

  it('are those of nshdl where the namespace names none', async () => {
    const own = loc('own', 'nshdl="f/locs"');
    const both = { ...records, 'f/locs': loc('fallback') };
    expect((await gather({ own, namespaces: ['<n/>'], records: both })).hrefs).toEqual([
      'own',
      'fallback',
    ]);
    expect((await gather({ own, namespaces: [NAMESPACE], records: both })).hrefs).toEqual([
      'own',
      'prefix',
    ]);
  });

  it('may be in a namespace without any element', async () => {
    expect((await gather({ own: [URL], namespaces: ['<namespace/>'] })).hrefs).toEqual([
      'http://url/',
    ]);
  });
});

describe('headers of the prefix', () => {
  const headers = { 'p/locs': [value(1, '10320/headers', 'X-Prefix: p')] };
  const NAMESPACE = '<n><locs>p/locs</locs></n>';
  const names = async (own: readonly HandleValue[]) => {
    const { set } = await gather({ own, namespaces: [NAMESPACE], records: headers });
    return set.headers.map(({ name }) => name);
  };
  const local = value(2, '10320/headers', 'X-Own: o');

  it('are sent behind the own ones', async () => {
    expect(await names([URL, local])).toEqual(['X-Own', 'X-Prefix']);
  });

  it('are dropped by suppressNsHeaders', async () => {
    expect(await names(loc('own', 'suppressNsHeaders="yes"'))).toEqual([]);
  });

  it('are dropped beside own ones by suppressNsHeadersIfLocalHeaders', async () => {
    const own = loc('own', 'suppressNsHeadersIfLocalHeaders="yes"');
    expect(await names(own)).toEqual(['X-Prefix']);
    expect(await names([...own, local])).toEqual(['X-Own']);
  });
});

describe('a record that needs no other', () => {
  const of = (values: readonly HandleValue[], namespaces: readonly string[] = []) =>
    isSelfContained(
      parseLocations(values, () => {}),
      namespaces.map(namespace),
    );
  const NAMESPACE = '<n><locs>p/locs</locs></n>';

  it('names none, and neither does its prefix', () => {
    expect(of([URL])).toBe(true);
    expect(of(loc('a'), ['<n/>'])).toBe(true);
    expect(of([URL], [NAMESPACE])).toBe(false);
    expect(of(loc('a', 'include="i/1"'))).toBe(false);
    expect(of(loc('a', 'nshdl="i/1"'))).toBe(false);
  });

  it('may refuse what its prefix has', () => {
    expect(of(loc('a', 'no_nslocs="1"'), [NAMESPACE])).toBe(true);
  });

  it('may lead nowhere', () => {
    expect(of([value(1, 'EMAIL', 'x')], [NAMESPACE])).toBe(true);
  });
});
