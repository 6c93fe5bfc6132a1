import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandleClient } from '../../src/cli/handle-client.ts';
import { KeptBootstrap } from '../../src/cli/kept-bootstrap.ts';
import { StartError } from '../../src/cli/start-error.ts';
import { gatherSettings } from '../../src/config/gather-settings.ts';
import { settingsIn } from '../../src/config/settings-in.ts';
import type { Observer, WarningEvent } from '../../src/events.ts';
import { siteToJson } from '../../src/protocol/json/site-json.ts';
import type { Bootstrap } from '../../src/resolver/bootstrap.ts';
import { publicRegistry } from '../../src/resolver/public-registry.ts';
import { rootNetwork } from '../resolver/kit/root-network.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A registry at `old` that is about to move to `new`, and clients that know only `old`. */
async function moving() {
  const network = await rootNetwork('old', 'new');
  onTestFinished(() => network.close());
  const now = Date.now();
  network.publish({ sites: ['new'], signedAt: now });
  // Whoever asks the old server is told at once that there is something new.
  network.server('old').faults.odd = { kind: 'other-serial', serial: 2 };
  const given = network.bootstrap({ sites: ['old'], signedAt: now }, now - 1000);
  return { network, given };
}

function directory() {
  const created = temporaryDirectory();
  onTestFinished(created.remove);
  return created;
}

function client(
  bootstrap: Bootstrap,
  stateDir: string | undefined,
  { refreshes = true, observer = {} }: { refreshes?: boolean; observer?: Observer } = {},
) {
  const environment = stateDir === undefined ? {} : { HDL_EDGE_STATE_DIR: stateDir };
  const settings = settingsIn(
    gatherSettings({ flags: new Map(), environment, readFile: () => '' }),
  );
  return createHandleClient({ settings, bootstrap, observer, refreshes });
}

/** Resolves once, and closes when the registry has told what is new. */
async function learn(bootstrap: Bootstrap, stateDir: string | undefined): Promise<void> {
  let told = () => {};
  const refreshed = new Promise<void>((resolve) => {
    told = resolve;
  });
  const learning = client(bootstrap, stateDir, { observer: { bootstrap: told } });
  expect(await learning.resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
  await refreshed;
  await learning.close();
}

async function outcomeOf(bootstrap: Bootstrap, stateDir: string | undefined, refreshes: boolean) {
  const { resolver, close } = client(bootstrap, stateDir, { refreshes });
  const { outcome } = await resolver.resolve('10.1/a');
  await close();
  return outcome;
}

describe('the state folder', () => {
  it('lets the next start find a registry that has moved', async () => {
    const { network, given } = await moving();
    const stateDir = directory().path('state');
    await learn(given, stateDir);
    for (const protocol of ['udp', 'tcp', 'http'] as const) {
      await network.server('old').faults.setDoor(protocol, 'closed');
    }
    expect(await outcomeOf(given, undefined, true)).toBe('unreachable');
    expect(await outcomeOf(given, stateDir, true)).toBe('found');
    expect(await outcomeOf(given, stateDir, false)).toBe('found');
  });

  it('is made for its owner alone', async () => {
    const { given } = await moving();
    const stateDir = directory().path('deep/state');
    await learn(given, stateDir);
    expect(statSync(stateDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(stateDir)).toEqual([
      expect.stringMatching(/^bootstrap-[0-9a-f]{16}\.json$/),
    ]);
  });

  it('is not made by a client that keeps nothing', async () => {
    const { given } = await moving();
    const stateDir = directory().path('state');
    expect(await outcomeOf(given, stateDir, false)).toBe('found');
    expect(existsSync(stateDir)).toBe(false);
  });

  it('is not made where one site is asked about everything, because the registry never is', async () => {
    const { network, given } = await moving();
    const files = directory();
    writeFileSync(files.path('site.json'), JSON.stringify(siteToJson(network.siteOf('old'))));
    const environment = {
      HDL_EDGE_STATE_DIR: files.path('state'),
      HDL_EDGE_RESOLVER_SITE: files.path('site.json'),
    };
    const settings = settingsIn(
      gatherSettings({ flags: new Map(), environment, readFile: () => '' }),
    );
    const told: string[] = [];
    const observer: Observer = { exchange: ({ purpose }) => told.push(purpose) };
    const asking = createHandleClient({ settings, bootstrap: given, observer, refreshes: true });
    expect(await asking.resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
    await asking.close();
    expect(told).toEqual(['record']);
    expect(existsSync(files.path('state'))).toBe(false);
  });

  it('that cannot be one is a clear error', async () => {
    const { given } = await moving();
    const stateDir = directory().path('file');
    writeFileSync(stateDir, '');
    expect(() => client(given, stateDir)).toThrow(StartError);
    expect(() => client(given, stateDir)).toThrow(`stateDir: ${stateDir} cannot be used`);
  });

  it('that the system has no room for is one as well', async () => {
    const { given } = await moving();
    expect(() => client(given, '/proc/no/folder')).toThrow(
      'stateDir: /proc/no/folder cannot be used',
    );
  });

  it('does not open the private network to a public registry', async () => {
    const { network } = await moving();
    const stateDir = directory().path('.');
    const given = publicRegistry();
    const written = network.bootstrap({ sites: ['new'], signedAt: 0 }, given.lastUpdate + 1);
    await new KeptBootstrap(stateDir, given).save(written);
    const warnings: WarningEvent[] = [];
    const observer: Observer = { warning: (event) => warnings.push(event) };
    await client(given, stateDir, { refreshes: false, observer }).close();
    expect(warnings).toMatchObject([
      { name: 'bootstrap-not-read', message: expect.stringContaining('can be asked') },
    ]);
  });

  it('that nobody named is nowhere: nothing is written', async () => {
    const { given } = await moving();
    const here = process.cwd();
    const empty = directory().path('.');
    process.chdir(empty);
    onTestFinished(() => process.chdir(here));
    await learn(given, undefined);
    expect(readdirSync(empty)).toEqual([]);
  });
});
