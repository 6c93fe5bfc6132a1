import type { Observer } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import { ProtocolError } from '../protocol/errors.ts';
import type { Clock } from '../system.ts';
import { MAX_CLOCK_SKEW_MS, MAX_SHARED_ENTRY_BYTES } from './limits.ts';
import type { SharedCache } from './shared-cache.ts';
import { openEntry, type SharedEntry, type SharedKind, sealEntry } from './shared-entry.ts';

export interface SharedEntriesOptions {
  readonly shared: SharedCache;
  readonly clock: Clock;
  readonly observer: Observer;
}

/** What is asked for in one go. */
export interface EntryQuestion<Content> {
  /** What it is about, for people. */
  readonly handle: Handle;
  readonly names: readonly string[];
  /** Of the purges that take it along. */
  readonly marks: readonly string[];
  /**
   * Reads an entry.
   *
   * @param position of its name
   * @returns undefined when it is of another kind
   * @throws ProtocolError when it cannot be read
   */
  readonly decode: (entry: SharedEntry, position: number) => Content | undefined;
}

/**
 * The entries of a shared cache, checked: somebody else may write there. What is no entry, is from
 * the future, or was purged is not there.
 */
export class SharedEntries {
  readonly #options: SharedEntriesOptions;
  readonly #underWay = new Map<string, Promise<readonly unknown[]>>();
  #purges = 0;

  constructor(options: SharedEntriesOptions) {
    this.#options = options;
  }

  /** How often anything was purged. */
  get purges(): number {
    return this.#purges;
  }

  /** What is asked for when something is purged is not believed when it comes. */
  purged(): void {
    this.#purges += 1;
  }

  /** Equal questions under way are one. @returns the oldest first */
  get<Content extends { readonly receivedAt: number }>(
    question: EntryQuestion<Content>,
  ): Promise<readonly Content[]> {
    const key = question.names.join(' ');
    const present = this.#underWay.get(key);
    // Names tell what is decoded, so what is under way for them is of the same kind.
    if (present !== undefined) return present as Promise<readonly Content[]>;
    const begun = this.#ask(question).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, begun);
    return begun;
  }

  /** What is too large is not kept there, nor what was there before in its place. */
  store(name: string, kind: SharedKind, content: Uint8Array, uselessFrom: number): void {
    const { shared, clock } = this.#options;
    const entry = sealEntry(name, kind, content);
    const lifeMs = Math.ceil(uselessFrom - clock.now());
    if (entry.length > MAX_SHARED_ENTRY_BYTES || lifeMs <= 0) this.remove(name);
    else void shared.store(name, entry, lifeMs);
  }

  remove(name: string): void {
    void this.#options.shared.remove(name);
  }

  async #ask<Content extends { readonly receivedAt: number }>({
    handle,
    names,
    marks,
    decode,
  }: EntryQuestion<Content>): Promise<readonly Content[]> {
    const { shared, clock } = this.#options;
    const purges = this.#purges;
    const answer = await shared.get({ entries: names, marks });
    if (answer === undefined || purges !== this.#purges) return [];
    const latest = clock.now() + MAX_CLOCK_SKEW_MS;
    const found: Content[] = [];
    for (const [position, bytes] of answer.entries.entries()) {
      if (bytes === undefined) continue;
      const content = this.#read(names[position] ?? '', bytes, (entry) => decode(entry, position));
      if (content === undefined || content.receivedAt > latest) this.#complain(handle);
      else if (content.receivedAt > answer.purgedAt) found.push(content);
    }
    return found.sort((a, b) => a.receivedAt - b.receivedAt);
  }

  #read<Content>(
    name: string,
    bytes: Uint8Array,
    decode: (entry: SharedEntry) => Content | undefined,
  ): Content | undefined {
    const entry = bytes.length > MAX_SHARED_ENTRY_BYTES ? undefined : openEntry(name, bytes);
    try {
      return entry && decode(entry);
    } catch (error) {
      if (error instanceof ProtocolError) return undefined;
      throw error;
    }
  }

  #complain(handle: Handle): void {
    this.#options.observer.warning?.({
      name: 'bad-shared-entry',
      handle,
      message: 'what the shared cache holds is no entry of ours, or from the future; it is ignored',
    });
  }
}
