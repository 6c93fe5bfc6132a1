import { describe, expect, it } from 'vitest';
import { CachedRecord } from '../../src/resolver/cached-record.ts';
import { HotRecords } from '../../src/resolver/hot-records.ts';
import { url } from './kit/records.ts';

function record(): CachedRecord {
  const values = [url(1, 'https://a.example/')];
  const origin = { pastCache: false, authoritative: false };
  const about = { expiries: [10], receivedAt: 0, certified: false, namespaces: [] };
  return new CachedRecord({ values, ...about }, origin);
}

/** What the cache does with a record that is not among the hot ones. */
function ask(hot: HotRecords, key: string): boolean {
  if (hot.get(key) !== undefined) return true;
  if (hot.admits()) hot.set(key, record());
  return false;
}

describe('the records that are asked for most', () => {
  const maxBytes = 110_000;

  it('never take more memory than they may', () => {
    const hot = new HotRecords(maxBytes);
    for (let n = 0; n < 10_000; n += 1) {
      ask(hot, `name-${n}`);
      expect(hot.bytes).toBeLessThanOrEqual(maxBytes);
    }
    expect(hot.size).toBeGreaterThan(80);
  });

  it('stay while others are asked for once', () => {
    const hot = new HotRecords(maxBytes);
    ask(hot, 'liked');
    let hits = 0;
    for (let n = 0; n < 5_000; n += 1) {
      ask(hot, `name-${n}`);
      if (ask(hot, 'liked')) hits += 1;
    }
    expect(hits).toBe(5_000);
  });

  it('find their way in when they are new', () => {
    const hot = new HotRecords(maxBytes);
    for (let n = 0; n < 1_000; n += 1) ask(hot, `name-${n}`);
    let asked = 0;
    while (!ask(hot, 'new')) asked += 1;
    expect(asked).toBeLessThanOrEqual(9);
  });

  it('do not push each other out when all are asked for in turn and not all have room', () => {
    const hot = new HotRecords(maxBytes);
    let hits = 0;
    for (let n = 0; n < 20_000; n += 1) if (ask(hot, `name-${n % 150}`)) hits += 1;
    expect(hits).toBeGreaterThan(5_000);
  });

  it('count nothing that is gone', () => {
    const hot = new HotRecords(maxBytes);
    for (let n = 0; n < 50; n += 1) hot.set(`name-${n}`, record());
    for (let n = 0; n < 50; n += 1) hot.delete(`name-${n}`);
    expect(hot.bytes).toBe(0);
  });
});
