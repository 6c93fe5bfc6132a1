import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { complainOnce } from '../../src/http/complain-once.ts';
import type { GatheredSet } from '../../src/http/gathered-sets.ts';
import { MAX_REMEMBERED_LOCATIONS } from '../../src/http/limits.ts';
import { LocationSets } from '../../src/http/location-sets.ts';
import type { Found } from '../../src/resolver/resolution.ts';
import { NOW } from './kit/fake-resolver.ts';
import { url, value } from './kit/records.ts';

const OWN = '20.500.1/own';
const SHARED = '20.500.1/shared';

/** A record as the cache gives it: the same values each time. */
function found(handle: string, values: readonly HandleValue[], freshUntil = NOW + 1_000): Found {
  return {
    outcome: 'found',
    asked: handle,
    handle,
    aliases: [],
    values,
    freshUntil,
    cache: 'hit',
    authoritative: false,
    certified: false,
    namespaces: [],
  };
}

const loc = (xml: string, index = 1) => value(index, '10320/loc', xml);
const including = () =>
  found(OWN, [loc(`<l include="${SHARED}"><location href="http://own/"/></l>`)]);
const shared = (href: string) => found(SHARED, [loc(`<l><location href="${href}"/></l>`)]);

function world() {
  const records = new Map<string, Found>();
  const asked: string[] = [];
  const complaints: string[] = [];
  const sets = new LocationSets(
    complainOnce(({ handle, message }) => complaints.push(`${handle} ${message}`)),
  );
  const gather = async (record: Found, pastCache = false): Promise<GatheredSet> => {
    const gathered = await sets.of(record, () => ({
      find: async (handle) => {
        asked.push(handle);
        const other = records.get(handle);
        if (other === undefined) throw new Error('timed out');
        return other;
      },
      cached: pastCache ? undefined : (handle) => records.get(handle),
    }));
    if (gathered === undefined) throw new Error('no set');
    return gathered;
  };
  return { records, asked, complaints, sets, gather };
}

const hrefs = ({ set }: GatheredSet) => set.locations.map(({ href }) => href);

describe('a set of several records', () => {
  it('is put together once, while all of them are cached', async () => {
    const { records, asked, gather } = world();
    records.set(SHARED, shared('http://shared/'));
    const own = including();
    const first = await gather(own);
    const again = await gather(own);
    expect(hrefs(first)).toEqual(['http://own/', 'http://shared/']);
    expect(again.set).toBe(first.set);
    expect(asked).toEqual([SHARED]);
  });

  it('is put together anew when one of them has changed', async () => {
    const { records, gather } = world();
    records.set(SHARED, shared('http://shared/'));
    const own = including();
    await gather(own);
    records.set(SHARED, shared('http://changed/'));
    expect(hrefs(await gather(own))).toEqual(['http://own/', 'http://changed/']);
  });

  it('lasts as long as the first of them, also when it is remembered', async () => {
    const { records, gather } = world();
    const own = including();
    const other = shared('http://shared/');
    records.set(SHARED, { ...other, freshUntil: NOW + 7 });
    expect((await gather(own)).freshUntil).toBe(NOW + 7);
    records.set(SHARED, { ...other, freshUntil: NOW + 9 });
    expect((await gather(own)).freshUntil).toBe(NOW + 9);
  });

  it('is put together anew for who asks past the cache', async () => {
    const { records, asked, gather } = world();
    records.set(SHARED, shared('http://shared/'));
    const own = including();
    await gather(own);
    await gather(own, true);
    expect(asked).toEqual([SHARED, SHARED]);
  });

  it('is tried again while one of them cannot be had, and the log says so once', async () => {
    const { records, complaints, gather } = world();
    const own = including();
    expect(await gather(own)).toMatchObject({ isProvisional: true });
    await gather(own);
    expect(complaints).toEqual([`${OWN} ${SHARED}, which is to be included, cannot be had`]);
    records.set(SHARED, shared('http://shared/'));
    expect(hrefs(await gather(own))).toEqual(['http://own/', 'http://shared/']);
  });

  it('is forgotten when many others were used since', async () => {
    const { records, asked, gather } = world();
    const many = '<location href="http://x/"/>'.repeat(4_000);
    records.set(SHARED, found(SHARED, [loc(`<l>${many}</l>`)]));
    const own = including();
    await gather(own);
    const others = Math.ceil((2 * MAX_REMEMBERED_LOCATIONS) / 4_000) + 1;
    for (let n = 0; n < others; n += 1) await gather(including());
    asked.length = 0;
    await gather(own);
    expect(asked).toEqual([SHARED]);
  });
});

describe('reading costly records', () => {
  const costly = (href: string) =>
    found(OWN, [loc(`<l>${`<location href="${href}"/>`.repeat(1_000)}</l>`)]);

  it('is done one in a turn of the event loop', async () => {
    const { sets } = world();
    const turns: number[] = [];
    let turn = 0;
    let counting = true;
    const count = () => {
      turn += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    const none = () => {
      throw new Error('nobody is included');
    };
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await sets.of(costly(`http://${name}/`), none);
        turns.push(turn);
      }),
    );
    counting = false;
    expect(new Set(turns).size).toBe(3);
  });

  it('is done once for each, and then there is no waiting', async () => {
    const { sets, gather } = world();
    const record = costly('http://a/');
    const first = await gather(record);
    expect(sets.of(record, () => Promise.reject() as never)).toBe(first);
  });

  it('is not held up by answers to other questions about the same record', async () => {
    const { gather, sets } = world();
    const record = costly('http://a/');
    await gather(record);
    const part = { ...record, values: [...record.values, url('http://b/', 2)] };
    expect(sets.of(part, () => Promise.reject() as never)).not.toBeInstanceOf(Promise);
  });
});
