import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KeptCache, SNAPSHOT_NAME } from '../../src/cli/kept-cache.ts';
import { MAX_SNAPSHOT_BYTES } from '../../src/cli/limits.ts';
import { discardKeptCache } from '../../src/cli/open-kept-cache.ts';
import { snapshotContext } from '../../src/cli/snapshot-context.ts';
import type { SnapshotEvent, WarningEvent } from '../../src/events.ts';
import { bootstrapOf } from '../../src/resolver/bootstrap.ts';
import { publicRegistry } from '../../src/resolver/public-registry.ts';
import type { Restored } from '../../src/resolver/snapshots.ts';
import { systemClock } from '../../src/system.ts';
import { site, siteValue } from '../resolver/kit/records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const CONTEXT = snapshotContext(publicRegistry(), 'services', {});
const OTHER_REGISTRY = bootstrapOf(new Map([['0.NA/0.NA', [siteValue(1, site('192.0.2.77'))]]]));

const LOCAL_SITES = { localSites: [{ prefixHandles: ['0.NA/10.1'], site: site('192.0.2.78') }] };

const LATER = Number.POSITIVE_INFINITY;

/** Entries of many lengths, the last of them longer than a piece of the file. */
const ENTRIES = [...Array.from({ length: 300 }, (_, n) => n + 1), 150_000].map((length, n) =>
  new Uint8Array(length).fill(n),
);

function folder(): string {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  return directory.path('.');
}

function keptIn(path: string, context: Uint8Array = CONTEXT) {
  const warnings: WarningEvent[] = [];
  const events: SnapshotEvent[] = [];
  const observer = {
    warning: (event: WarningEvent) => warnings.push(event),
    snapshot: (event: SnapshotEvent) => events.push(event),
  };
  return {
    kept: new KeptCache({ folder: path, context, clock: systemClock, observer }),
    warnings,
    events,
  };
}

async function save(path: string, entries: Iterable<Uint8Array> = ENTRIES, until = LATER) {
  const { kept, ...seen } = keptIn(path);
  await kept.save({ snapshot: () => entries[Symbol.iterator]() as Generator<Uint8Array> }, until);
  return seen;
}

/** What a start takes over, and what it says. */
async function read(path: string, context = CONTEXT, outcome: Restored = 'taken') {
  const { kept, ...seen } = keptIn(path, context);
  const entries: Uint8Array[] = [];
  await kept.restore({
    restore(entry) {
      entries.push(Uint8Array.from(entry));
      return outcome;
    },
  });
  return { entries, ...seen };
}

const fileIn = (path: string) => `${path}/${SNAPSHOT_NAME}`;

describe('a kept cache', () => {
  it('gives the next start what this one held, in the same order', async () => {
    const path = folder();
    const written = await save(path);
    const { entries, events, warnings } = await read(path);
    expect(entries).toEqual(ENTRIES);
    expect(warnings).toEqual([]);
    const { size: bytes } = statSync(fileIn(path));
    expect([...written.events, ...events]).toMatchObject([
      { operation: 'written', entries: ENTRIES.length, bytes, isWhole: true },
      { operation: 'read', entries: ENTRIES.length, bytes, isWhole: true },
    ]);
  });

  it('may be empty', async () => {
    const path = folder();
    await save(path, []);
    expect(await read(path)).toMatchObject({ entries: [], warnings: [] });
  });

  it('is nothing to talk about before there is one', async () => {
    expect(await read(folder())).toEqual({ entries: [], events: [], warnings: [] });
  });

  it('is a file that nobody but its owner reads, alone in its folder', async () => {
    const path = folder();
    await save(path);
    await save(path);
    expect(statSync(fileIn(path)).mode & 0o777).toBe(0o600);
    expect(readdirSync(path)).toEqual([SNAPSHOT_NAME]);
  });

  it('is gone with what was left unfinished once a proxy serves; nothing else in the folder is', async () => {
    const path = folder();
    await save(path);
    for (const name of [`${SNAPSHOT_NAME}.1f.tmp`, 'bootstrap-1.json', 'bootstrap-1.json.2e.tmp']) {
      writeFileSync(`${path}/${name}`, '');
    }
    await discardKeptCache({ stateDir: path }, {});
    expect(readdirSync(path)).toEqual(['bootstrap-1.json', 'bootstrap-1.json.2e.tmp']);
  });

  it('holds as much as there was time for', async () => {
    const path = folder();
    const until = systemClock.elapsed() + 20;
    const endless = (function* () {
      for (;;) yield ENTRIES[99] as Uint8Array;
    })();
    const { events } = await save(path, endless, until);
    expect(events).toMatchObject([{ operation: 'written', isWhole: false }]);
    const { entries, warnings } = await read(path);
    expect(entries).toHaveLength(events[0]?.entries ?? -1);
    expect(warnings).toEqual([]);
  });

  it('is not written when no time is left, and says so', async () => {
    const path = folder();
    const { warnings, events } = await save(path, ENTRIES, 0);
    expect(events).toEqual([]);
    expect(warnings).toMatchObject([{ name: 'snapshot-not-written' }]);
    expect(readdirSync(path)).toEqual([]);
  });

  it('says why it cannot be written', async () => {
    const { warnings } = await save(`${folder()}/gone`);
    expect(warnings).toMatchObject([
      { name: 'snapshot-not-written', message: expect.stringContaining('ENOENT') },
    ]);
  });

  it('is read no further when no more is taken', async () => {
    const path = folder();
    await save(path);
    const { entries, events } = await read(path, CONTEXT, 'over');
    expect(entries.length).toBeLessThan(ENTRIES.length);
    expect(events).toMatchObject([{ operation: 'read', entries: 0, isWhole: false }]);
  });
});

describe('a kept cache that cannot be used is passed over with one line that says why', () => {
  const DAMAGE: readonly (readonly [what: string, why: string, damage: (file: string) => void])[] =
    [
      ['cut short', 'it is not what was written', (file) => truncateSync(file, 5_000)],
      ['next to nothing', 'it is cut short', (file) => truncateSync(file, 60)],
      ['empty', 'it is cut short', (file) => truncateSync(file, 0)],
      ['longer', 'it is not what was written', (file) => writeFileSync(file, 'x', { flag: 'a' })],
      ['far too large', 'it is longer than', (file) => truncateSync(file, MAX_SNAPSHOT_BYTES + 1)],
      ['something else', 'it is no snapshot', (file) => writeFileSync(file, 'x'.repeat(500))],
      ['of another version', 'version 2 of the format', (file) => change(file, 19, 2)],
      ['changed', 'it is not what was written', (file) => change(file, 200, 0xff)],
    ];

  it.each(DAMAGE)('%s: %s', async (_, why, damage) => {
    const path = folder();
    await save(path);
    damage(fileIn(path));
    const { entries, events, warnings } = await read(path);
    expect(entries).toEqual([]);
    expect(events).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ name: 'snapshot-not-read' });
    expect(warnings[0]?.message).toContain(why);
  });

  it('a folder in its place', async () => {
    const path = folder();
    mkdirSync(fileIn(path));
    const { entries, warnings } = await read(path);
    expect([entries, warnings.length]).toEqual([[], 1]);
  });

  it.each([
    ['another bootstrap', snapshotContext(OTHER_REGISTRY, 'services', {})],
    ['other trust', snapshotContext(publicRegistry(), 'all', {})],
    ['other fixed sites', snapshotContext(publicRegistry(), 'services', LOCAL_SITES)],
  ])('written with %s', async (_, context) => {
    const path = folder();
    await save(path);
    const { entries, warnings } = await read(path, context);
    expect(entries).toEqual([]);
    expect(warnings).toMatchObject([
      { name: 'snapshot-not-read', message: expect.stringContaining('another bootstrap') },
    ]);
  });

  it('whatever is cut off or flipped, and wherever', async () => {
    const path = folder();
    await save(path, ENTRIES.slice(0, 40));
    const whole = readFileSync(fileIn(path));
    const damage = fc.record({
      length: fc.oneof(fc.constant(whole.length), fc.nat({ max: whole.length })),
      flips: fc.array(fc.tuple(fc.nat({ max: whole.length }), fc.integer({ min: 1, max: 255 }))),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ length, flips }) => {
        const bytes = Buffer.from(whole.subarray(0, length));
        for (const [at, bits] of flips) if (at < length) bytes[at] = (bytes[at] ?? 0) ^ bits;
        writeFileSync(fileIn(path), bytes);
        const { entries, warnings } = await read(path);
        if (bytes.equals(whole)) expect(entries).toHaveLength(40);
        else expect([entries, warnings.length]).toEqual([[], 1]);
      }),
    );
  });
});

function change(file: string, at: number, byte: number): void {
  const bytes = readFileSync(file);
  bytes[at] = byte;
  writeFileSync(file, bytes);
}
