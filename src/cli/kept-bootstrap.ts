import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Observer } from '../events.ts';
import type { Site } from '../handle/site.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { readBootstrap } from '../resolver/bootstrap-file.ts';
import { bootstrapFingerprint } from '../resolver/bootstrap-fingerprint.ts';
import { bootstrapToJson } from '../resolver/bootstrap-json.ts';
import type { BootstrapStore } from '../resolver/bootstrap-store.ts';
import { MAX_KEPT_BOOTSTRAP_BYTES } from './limits.ts';
import { readBoundedFile } from './read-bounded-file.ts';
import { replaceFile } from './replace-file.ts';

/**
 * What the registry has said about itself, in a file of the state folder. The file belongs to the
 * bootstrap that it was refreshed from: another one, or the same one edited, has a file of its own.
 *
 * It holds `{lastUpdate, handles, integrity}`: a bootstrap like any other, and a digest that tells
 * whether it still is what was written.
 */
export class KeptBootstrap implements BootstrapStore {
  readonly path: string;
  readonly #given: Bootstrap;
  readonly #fingerprint: string;

  constructor(folder: string, given: Bootstrap) {
    this.#given = given;
    this.#fingerprint = bootstrapFingerprint(given);
    this.path = join(folder, `bootstrap-${this.#fingerprint}.json`);
  }

  /**
   * Where to start from: what is kept, if it is newer than what was given and can be used.
   *
   * @param isUsable whether a site can be asked
   */
  newest(isUsable: (site: Site) => boolean, observer: Observer): Bootstrap {
    try {
      const kept = this.#read();
      if (kept === undefined || kept.lastUpdate <= this.#given.lastUpdate) return this.#given;
      if (kept.rootSites.some(isUsable)) return kept;
      throw new RangeError('none of the sites it names can be asked');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      observer.warning?.({
        name: 'bootstrap-not-read',
        message: `${this.path} is passed over: ${reason}`,
      });
      return this.#given;
    }
  }

  async save(bootstrap: Bootstrap): Promise<void> {
    const json = bootstrapToJson(bootstrap);
    const integrity = this.#integrityOf(json.lastUpdate, json.handles);
    const text = `${JSON.stringify({ ...json, integrity }, undefined, 1)}\n`;
    if (Buffer.byteLength(text) > MAX_KEPT_BOOTSTRAP_BYTES) {
      throw new RangeError(`it would be longer than ${MAX_KEPT_BOOTSTRAP_BYTES} bytes`);
    }
    await replaceFile(this.path, async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
  }

  /** @returns undefined when nothing has been kept yet */
  #read(): Bootstrap | undefined {
    const text = this.#text();
    if (text === undefined) return undefined;
    const json = parsed(text);
    const { lastUpdate, handles, integrity } = json;
    if (integrity !== this.#integrityOf(lastUpdate, handles)) {
      throw new RangeError('it is not what was written');
    }
    return readBootstrap(json);
  }

  #text(): string | undefined {
    try {
      return readBoundedFile(this.path, MAX_KEPT_BOOTSTRAP_BYTES);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** In the form of Subresource Integrity; the bootstrap it belongs to counts too. */
  #integrityOf(lastUpdate: unknown, handles: unknown): string {
    const text = JSON.stringify([this.#fingerprint, lastUpdate, handles]);
    return `sha256-${createHash('sha256').update(text).digest('base64')}`;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  } catch {
    // The parser's message would repeat some of the file.
  }
  throw new RangeError('it is no JSON object, or not all of one');
}
