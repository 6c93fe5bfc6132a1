import { spawn } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KeptBootstrap } from '../../src/cli/kept-bootstrap.ts';
import { MAX_KEPT_BOOTSTRAP_BYTES } from '../../src/cli/limits.ts';
import type { WarningEvent } from '../../src/events.ts';
import { type Bootstrap, bootstrapOf } from '../../src/resolver/bootstrap.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { bootstrapToJson } from '../../src/resolver/bootstrap-json.ts';
import { publicRegistry } from '../../src/resolver/public-registry.ts';
import { site, siteValue } from '../resolver/kit/records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const GIVEN = publicRegistry();

/** What the registry might say today. */
const REFRESHED: Bootstrap = bootstrapOf(
  new Map([...GIVEN.records, ['0.GHR/20', [siteValue(1, site('192.0.2.77'))]]]),
  GIVEN.lastUpdate + 1000,
);

function folder() {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  return directory;
}

/** Where a start begins, and what it says about the file. */
function start(kept: KeptBootstrap, isUsable = () => true) {
  const warnings: WarningEvent[] = [];
  const bootstrap = kept.newest(isUsable, { warning: (event) => warnings.push(event) });
  return { bootstrap, messages: warnings.map(({ message }) => message) };
}

describe('a kept bootstrap', () => {
  it('is where the next start begins', async () => {
    const path = folder().path('.');
    await new KeptBootstrap(path, GIVEN).save(REFRESHED);
    const { bootstrap, messages } = start(new KeptBootstrap(path, GIVEN));
    expect(bootstrap).toEqual(REFRESHED);
    expect(messages).toEqual([]);
  });

  it('is a file that other handle software reads, too, and nobody but its owner', async () => {
    const kept = new KeptBootstrap(folder().path('.'), GIVEN);
    await kept.save(REFRESHED);
    const { integrity, ...json } = JSON.parse(readFileSync(kept.path, 'utf8'));
    expect(json).toEqual(JSON.parse(JSON.stringify(bootstrapToJson(REFRESHED))));
    expect(readBootstrap(json)).toEqual(REFRESHED);
    expect(integrity).toMatch(/^sha256-/);
    expect(statSync(kept.path).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing else in the folder', async () => {
    const directory = folder();
    const kept = new KeptBootstrap(directory.path('.'), GIVEN);
    await kept.save(REFRESHED);
    await kept.save(REFRESHED);
    expect(readdirSync(directory.path('.'))).toHaveLength(1);
  });

  it('is nothing to talk about before there is one', () => {
    const { bootstrap, messages } = start(new KeptBootstrap(folder().path('.'), GIVEN));
    expect(bootstrap).toBe(GIVEN);
    expect(messages).toEqual([]);
  });

  it('gives way to a bootstrap that is newer', async () => {
    const path = folder().path('.');
    await new KeptBootstrap(path, GIVEN).save(REFRESHED);
    const newer = { ...GIVEN, lastUpdate: REFRESHED.lastUpdate + 1 };
    expect(start(new KeptBootstrap(path, newer)).bootstrap).toBe(newer);
  });

  it('belongs to the bootstrap that it came from, and to no other', async () => {
    const path = folder().path('.');
    await new KeptBootstrap(path, GIVEN).save(REFRESHED);
    const other = bootstrapOf(new Map([['0.NA/0.NA', [siteValue(1, site('192.0.2.1'))]]]));
    expect(start(new KeptBootstrap(path, other)).bootstrap).toBe(other);
  });

  it('is not taken under the name of another', async () => {
    const path = folder().path('.');
    const kept = new KeptBootstrap(path, GIVEN);
    await kept.save(REFRESHED);
    const other = bootstrapOf(new Map([['0.NA/0.NA', [siteValue(1, site('192.0.2.1'))]]]));
    const foreign = new KeptBootstrap(path, other);
    writeFileSync(foreign.path, readFileSync(kept.path));
    expect(start(foreign)).toEqual({
      bootstrap: other,
      messages: [expect.stringContaining('it is not what was written')],
    });
  });

  it('is passed over when none of its sites can be asked', async () => {
    const kept = new KeptBootstrap(folder().path('.'), GIVEN);
    await kept.save(REFRESHED);
    expect(start(kept, () => false)).toEqual({
      bootstrap: GIVEN,
      messages: [expect.stringContaining('none of the sites it names can be asked')],
    });
  });
});

const DAMAGES: readonly {
  readonly what: string;
  readonly damage: (path: string) => void;
  readonly reason: RegExp;
}[] = [
  {
    what: 'cut in half',
    damage: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
    reason: /no JSON object, or not all of one/,
  },
  {
    what: 'empty',
    damage: (path) => truncateSync(path, 0),
    reason: /no JSON object, or not all of one/,
  },
  {
    what: 'a list',
    damage: (path) => writeFileSync(path, '[]'),
    reason: /not what was written/,
  },
  {
    what: 'changed by one character',
    damage: (path) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('38.100.138.131', '38.100.138.132')),
    reason: /not what was written/,
  },
  {
    what: 'without its digest',
    damage: (path) => writeFileSync(path, JSON.stringify(bootstrapToJson(REFRESHED))),
    reason: /not what was written/,
  },
  {
    what: 'too large',
    damage: (path) => truncateSync(path, MAX_KEPT_BOOTSTRAP_BYTES + 1),
    reason: /longer than 16777216 bytes/,
  },
];

describe('a kept bootstrap that is damaged', () => {
  it.each(DAMAGES)('$what: passed over with one line that says so', async ({ damage, reason }) => {
    const kept = new KeptBootstrap(folder().path('.'), GIVEN);
    await kept.save(REFRESHED);
    damage(kept.path);
    const { bootstrap, messages } = start(kept);
    expect(bootstrap).toBe(GIVEN);
    expect(messages).toEqual([expect.stringMatching(reason)]);
    expect(messages[0]).toContain(kept.path);
  });

  it('a folder in its place: passed over with one line that says so', () => {
    const kept = new KeptBootstrap(folder().path('.'), GIVEN);
    mkdirSync(kept.path);
    expect(start(kept)).toEqual({
      bootstrap: GIVEN,
      messages: [expect.stringContaining('it is no file')],
    });
  });

  it('is replaced by the next one', async () => {
    const kept = new KeptBootstrap(folder().path('.'), GIVEN);
    writeFileSync(kept.path, 'rubbish');
    await kept.save(REFRESHED);
    expect(start(kept).bootstrap).toEqual(REFRESHED);
  });
});

describe('keeping a bootstrap', () => {
  it('fails without a trace where it cannot be done', async () => {
    const directory = folder();
    const kept = new KeptBootstrap(directory.path('.'), GIVEN);
    // Where a folder stands, no file can be put.
    mkdirSync(kept.path);
    writeFileSync(`${kept.path}/in-the-way`, '');
    await expect(kept.save(REFRESHED)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(directory.path('.'))).toHaveLength(1);
  });

  it('by two processes at once always leaves a whole file', async () => {
    const path = folder().path('.');
    const kept = new KeptBootstrap(path, GIVEN);
    await kept.save(REFRESHED);
    const writers = [1, 2].map((seconds) => keepOften(path, GIVEN.lastUpdate + seconds * 1000));
    let running = writers.length;
    for (const writer of writers) {
      void writer.then(() => {
        running -= 1;
      });
    }
    let reads = 0;
    while (running > 0) {
      expect(start(kept).messages).toEqual([]);
      reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(writers)).toEqual([0, 0]);
    expect(reads).toBeGreaterThan(1);
    expect(readdirSync(path)).toHaveLength(1);
  });
});

/** A process that keeps the public registry a hundred times. @returns its exit status */
function keepOften(path: string, lastUpdate: number): Promise<number | null> {
  const built = (file: string) => pathToFileURL(`dist/${file}`).href;
  const script = `
    import { KeptBootstrap } from '${built('cli/kept-bootstrap.js')}';
    import { publicRegistry } from '${built('resolver/public-registry.js')}';
    const given = publicRegistry();
    const kept = new KeptBootstrap(${JSON.stringify(path)}, given);
    for (let i = 0; i < 100; i += 1) await kept.save({ ...given, lastUpdate: ${lastUpdate} });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.once('close', resolve));
}
