import { SETTINGS, type Setting, type SettingName } from '../config/settings.ts';
import type { VirtualHost } from '../config/virtual-hosts.ts';

/** Where something stands in a file that is imported. */
export interface Source {
  readonly file: string;
  readonly key: string;
  /** From 1; undefined in files without lines. */
  readonly line?: number;
}

/** What became of one line. */
export interface Note extends Source {
  /** The setting that says the same now; undefined where there is none. */
  readonly setting?: SettingName;
  /** What is to be known about it; for a line without counterpart, why. */
  readonly remark: string;
}

/** What has been found in the files so far: settings, and what became of each line. */
export class Findings {
  readonly notes: Note[] = [];
  readonly #settings = new Map<SettingName, unknown>();
  readonly #hosts = new Map<string, VirtualHost>();

  /** As the member of a config file each. */
  get settings(): Readonly<Record<string, unknown>> {
    const hosts = this.#hosts.size > 0 ? { virtualHosts: Object.fromEntries(this.#hosts) } : {};
    return { ...Object.fromEntries(this.#settings), ...hosts };
  }

  /** Takes a line over as a setting; what comes first holds. */
  take(source: Source, setting: SettingName, value: unknown, remark = ''): void {
    const { kind } = SETTINGS[setting] as Setting<unknown>;
    if (kind.fromJson(value) === undefined) {
      this.leave(source, `${JSON.stringify(value)} will not do for ${setting}: ${kind.expected}`);
    } else if (this.#settings.has(setting) && !this.#says(setting, value)) {
      this.leave(source, `${setting} was taken from elsewhere already`);
    } else {
      this.#settings.set(setting, value);
      this.notes.push({ ...source, setting, remark });
    }
  }

  /** Takes a line over that holds for one host name. */
  takeForHost(source: Source, host: string, own: VirtualHost): void {
    const name = host.toLowerCase();
    const all = { ...this.#hosts.get(name), ...own };
    const { kind } = SETTINGS.virtualHosts;
    if (kind.fromJson({ [name]: all }) === undefined) {
      this.leave(source, `${JSON.stringify(own)} will not do for the host ${name}`);
      return;
    }
    this.#hosts.set(name, all);
    this.notes.push({ ...source, setting: 'virtualHosts', remark: '' });
  }

  /** Leaves a line out. */
  leave(source: Source, why: string): void {
    this.notes.push({ ...source, remark: why });
  }

  #says(setting: SettingName, value: unknown): boolean {
    return JSON.stringify(this.#settings.get(setting)) === JSON.stringify(value);
  }
}
