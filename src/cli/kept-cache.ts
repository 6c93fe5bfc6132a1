import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Observer } from '../events.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { Clock } from '../system.ts';
import { SNAPSHOT_HEAD_START_MS } from './limits.ts';
import { replaceFile, UNFINISHED } from './replace-file.ts';
import { SnapshotFile } from './snapshot-file.ts';
import { writeSnapshot } from './snapshot-writer.ts';

/** The name of the file in the state folder. */
export const SNAPSHOT_NAME = 'cache.snapshot';

export interface KeptCacheOptions {
  readonly folder: string;
  /** A digest of what decides on answers: what was kept under another one is not used. */
  readonly context: Uint8Array;
  readonly clock: Clock;
  readonly observer: Pick<Observer, 'warning' | 'snapshot'>;
}

/**
 * What the cache held at the end, in a file of the state folder for the next start. The file is there
 * between an end and the next start only: what is purged while the program runs cannot come back out
 * of it, whatever ends the program.
 *
 * Nothing here ever rejects: a start without it is slower, and no more.
 */
export class KeptCache {
  readonly #options: KeptCacheOptions;
  readonly #path: string;
  #reading: Promise<void> = Promise.resolve();
  #isGivenUp = false;

  constructor(options: KeptCacheOptions) {
    this.#options = options;
    this.#path = join(options.folder, SNAPSHOT_NAME);
  }

  /**
   * Reads what was kept. It may go on while requests are answered: the most used comes first.
   *
   * @returns when that is done
   */
  restore(resolver: Pick<Resolver, 'restore'>): Promise<void> {
    this.#reading = this.#read(resolver).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.#warn(
        'snapshot-not-read',
        `${this.#path} is not used any further, so what it held is asked for anew`,
        error,
      );
    });
    return this.#reading;
  }

  /** Begins to read. @returns when it has been read, or soon */
  async headStart(resolver: Pick<Resolver, 'restore'>): Promise<void> {
    let cancel = () => {};
    const soon = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(SNAPSHOT_HEAD_START_MS, resolve);
    });
    await Promise.race([this.restore(resolver), soon]);
    cancel();
  }

  /** Reads no more. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    await this.#reading;
  }

  /** @param until when it has to be done, on the clock's `elapsed` scale */
  async save(resolver: Pick<Resolver, 'snapshot'>, until: number): Promise<void> {
    const { clock, context, observer } = this.#options;
    // What was not read yet is in no memory, and must not be lost.
    await this.#reading;
    const startedAt = clock.elapsed();
    const isOver = () => clock.elapsed() >= until;
    try {
      if (isOver()) throw new RangeError('the grace for requests in hand left no time for it');
      const { entries, bytes, isWhole } = await replaceFile(this.#path, (file) =>
        writeSnapshot(file, context, resolver.snapshot(), isOver),
      );
      const milliseconds = clock.elapsed() - startedAt;
      observer.snapshot?.({ operation: 'written', entries, bytes, isWhole, milliseconds });
    } catch (error) {
      this.#warn('snapshot-not-written', `${this.#path} is not there for the next start`, error);
    }
  }

  async #read(resolver: Pick<Resolver, 'restore'>): Promise<void> {
    const { clock, context, observer } = this.#options;
    const startedAt = clock.elapsed();
    const file = await SnapshotFile.open(this.#path, context);
    let entries = 0;
    let isWhole = true;
    try {
      for await (const piece of file.pieces()) {
        const outcomes = piece.map((entry) => resolver.restore(entry));
        entries += outcomes.filter((outcome) => outcome === 'taken').length;
        isWhole = !this.#isGivenUp && !outcomes.includes('over');
        if (!isWhole) break;
      }
    } finally {
      await file.close();
    }
    const milliseconds = clock.elapsed() - startedAt;
    observer.snapshot?.({ operation: 'read', entries, bytes: file.bytes, isWhole, milliseconds });
  }

  #warn(name: string, what: string, error: unknown): void {
    this.#options.observer.warning?.({ name, message: `${what}: ${reasonOf(error)}` });
  }
}

/** Takes a snapshot away, and what is left of those that were not finished. One that is being read is read to its end. */
export async function discardSnapshot(
  folder: string,
  observer: Pick<Observer, 'warning'>,
): Promise<void> {
  const isPartOf = (name: string) => name.startsWith(SNAPSHOT_NAME) && name.endsWith(UNFINISHED);
  try {
    const names = await readdir(folder);
    for (const name of names) {
      if (name === SNAPSHOT_NAME || isPartOf(name)) await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    observer.warning?.({
      name: 'snapshot-not-removed',
      message: `${join(folder, SNAPSHOT_NAME)} is still there, and the next start may bring back what is purged until then: ${reasonOf(error)}`,
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
