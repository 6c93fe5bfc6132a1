import type { GatheredSettings } from '../config/gather-settings.ts';
import { settingChanges } from '../config/reloadable.ts';
import type { Settings } from '../config/settings.ts';
import { settingsIn } from '../config/settings-in.ts';
import type { Observer } from '../events.ts';
import type { Clock } from '../system.ts';
import { fileVersion } from './file-version.ts';

/** How often it is looked whether the config file has changed, in milliseconds. */
const CHECK_MS = 500;

export interface WatchOptions {
  /** What the program was started with. */
  readonly settings: Settings;
  /** Reads the settings again, with the same flags and environment. */
  readonly gather: () => GatheredSettings;
  /** Makes settings hold; when it throws, those before still do. */
  readonly apply: (settings: Settings) => Promise<void>;
  readonly announce: (text: string) => void;
  readonly observer: Observer;
  readonly clock: Clock;
}

/**
 * Watches the config file. When it changes, what can change without a restart does, and the rest is
 * named in a warning. A file with mistakes in it changes nothing.
 *
 * @returns ends the watching
 */
export function watchSettings(options: WatchOptions): () => void {
  const { gather, apply, announce, observer, clock } = options;
  const path = gather().configFile;
  if (path === undefined) return () => {};
  let holding = options.settings;
  let seen = options.settings;
  let version = fileVersion(path);
  let closed = false;
  let cancel = clock.after(CHECK_MS, look);

  function look(): void {
    const present = fileVersion(path as string);
    const work = present === version ? undefined : reload();
    version = present;
    const again = () => {
      if (!closed) cancel = clock.after(CHECK_MS, look);
    };
    if (work === undefined) again();
    else void work.then(again);
  }

  async function reload(): Promise<void> {
    try {
      const read = settingsIn(gather());
      const changes = settingChanges(holding, seen, read);
      const { applied, waiting } = changes;
      if (applied.length > 0) {
        await apply(changes.settings);
        holding = changes.settings;
        announce(`${path} has changed; new from now on: ${applied.join(', ')}.`);
      }
      if (waiting.length > 0) {
        const message = `${path} has changed: ${waiting.join(', ')} will hold after a restart`;
        observer.warning?.({ name: 'restart-needed', message });
      }
      seen = read;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      observer.warning?.({ name: 'bad-config-file', message: `nothing is changed: ${message}` });
    }
  }

  return () => {
    closed = true;
    cancel();
  };
}
