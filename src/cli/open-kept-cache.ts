import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { systemClock } from '../system.ts';
import { discardSnapshot, KeptCache } from './kept-cache.ts';
import { loadFixedSites } from './load-fixed-sites.ts';
import { snapshotContext } from './snapshot-context.ts';
import { openStateFolder } from './state-folder.ts';

/**
 * What the cache held at the end of the last run, if the settings say where that is.
 *
 * Where copies share a cache, nothing is kept: it is warm already, and whatever the others were told
 * to forget while this one was away must not come back with it.
 *
 * @throws {StartError} when the state folder cannot be used
 */
export function openKeptCache(
  settings: Settings,
  bootstrap: Bootstrap,
  observer: Observer,
): KeptCache | undefined {
  const { stateDir: folder, redisUrl, trust } = settings;
  if (folder === undefined || redisUrl !== undefined) return undefined;
  openStateFolder(folder);
  const context = snapshotContext(bootstrap, trust, loadFixedSites(settings));
  return new KeptCache({ folder, context, clock: systemClock, observer });
}

/** To be called once a proxy serves: from then on, what is purged must not be found there any more. */
export async function discardKeptCache(
  { stateDir }: Pick<Settings, 'stateDir'>,
  observer: Pick<Observer, 'warning'>,
): Promise<void> {
  if (stateDir !== undefined) await discardSnapshot(stateDir, observer);
}
