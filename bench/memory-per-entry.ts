import { DEFAULT_TTL_SECONDS, TtlType } from '../src/handle/handle-value.ts';
import { DEFAULT_PERMISSIONS } from '../src/handle/permission.ts';
import { EVERYTHING } from '../src/handle/selection.ts';
import { DEFAULT_POLICY } from '../src/resolver/policy.ts';
import { RecordCache } from '../src/resolver/record-cache.ts';

/**
 * What one cached record with one URL takes, asleep and ready for use, and what the cache thinks that
 * it takes. Run it with `node --expose-gc --import tsx bench/memory-per-entry.ts [records…]`.
 */
const MEGABYTE = 1_000_000;
const URL_BYTES = new TextEncoder().encode('https://repository.example.org/items/1234567');
const WORDS = { namespaces: [], namespaceBytes: 0 };
const NOW = Date.UTC(2026, 0, 1);
const origin = { pastCache: false, authoritative: false };

function memory(): { heap: number; rss: number } {
  for (let turn = 0; turn < 4; turn += 1) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

function measure(entries: number, isHot: boolean): string {
  const before = memory();
  const cache = new RecordCache({
    maxBytes: entries * (isHot ? 8_000 : 400),
    policy: DEFAULT_POLICY,
    random: Math.random,
  });
  const began = performance.now();
  for (let n = 0; n < entries; n += 1) {
    // As it comes out of a request: a text of its own.
    const handle = Buffer.from(`20.500.12345/item-${n}`).toString();
    const wanted = { handle, selection: EVERYTHING, certified: false };
    const value = {
      index: 1,
      timestamp: 1_700_000_000,
      ttlType: TtlType.relative,
      ttl: DEFAULT_TTL_SECONDS,
      permissions: DEFAULT_PERMISSIONS,
      type: 'URL',
      data: URL_BYTES,
      references: [],
    };
    const record = { values: [value], receivedAt: NOW, latest: Number.POSITIVE_INFINITY };
    cache.store(wanted, { ...record, origin, certified: false }, WORDS);
    if (isHot) cache.find(wanted, NOW);
  }
  const microseconds = ((performance.now() - began) * 1000) / entries;
  const after = memory();
  const { records, hotRecords } = cache.statistics;
  const perRecord = (bytes: number) => (bytes / entries).toFixed(0).padStart(6);
  return [
    `${records} records, ${hotRecords} ready`.padEnd(36),
    `${perRecord(after.heap - before.heap)} bytes each measured`,
    `${perRecord(cache.bytes)} counted`,
    `${((after.rss - before.rss) / MEGABYTE).toFixed(0).padStart(5)} MB resident`,
    `${microseconds.toFixed(1)} µs to store`,
  ].join('  ');
}

const counts = process.argv.slice(2).map(Number);
for (const entries of counts.length > 0 ? counts : [100_000, 1_000_000]) {
  process.stdout.write(`${measure(entries, false)}\n`);
}
process.stdout.write(`${measure(50_000, true)}\n`);
