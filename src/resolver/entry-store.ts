import { randomInt } from 'node:crypto';
import { EntryIndex, NOWHERE } from './entry-index.ts';
import { nameHash } from './name-hash.ts';
import { ENTRY_UNIT, type EntryName, type PayloadReader, Segment } from './segment.ts';

/** Of the bytes, the part for the index. */
const INDEX_SHARE = 0.2;

/** Segments that the memory is divided into at least: one of them is searched for room at a time. */
const FEWEST_SEGMENTS = 16;

/** A segment holds the largest answer there is, and is gone through in less than a millisecond. */
const MAX_SEGMENT_BYTES = 512 * 1024;

const MIN_SEGMENT_BYTES = 4096;

/** Of a segment that is gone through, the part that is free afterwards, however popular its entries. */
const FREED_SHARE = 0.25;

/** The longest text that an entry can be found by. */
const MAX_TEXT = 4096;

export interface EntryStoreOptions {
  readonly maxBytes: number;
  /** Whether an entry with marks is in use though it was not asked for here. */
  readonly isHeld?: (entry: EntryName) => boolean;
  /** An entry with marks is gone. */
  readonly dropped?: (entry: EntryName) => void;
}

/**
 * Names and bytes, in memory of a fixed size that holds nothing else: what it counts is what it takes.
 *
 * Entries are written one after the other. When the end is reached it goes on at the beginning and
 * keeps of each piece what was asked for since it last came by (second chance, which does about as
 * well as least recently used and needs no list); the rest makes room.
 */
export class EntryStore {
  readonly #options: EntryStoreOptions;
  /** A secret, so that nobody can prepare names that get into each other's way. */
  readonly #seed = randomInt(2 ** 32);
  #lastName = '';
  #lastHash = nameHash('', this.#seed);
  readonly #segmentBytes: number;
  readonly #segmentUnits: number;
  readonly #maxSegments: number;
  readonly #index: EntryIndex;
  readonly #segments: Segment[] = [];
  #current = 0;
  /** Entries that had to make room. */
  evicted = 0;

  constructor(options: EntryStoreOptions) {
    this.#options = options;
    const { maxBytes } = options;
    const share = Math.max(MIN_SEGMENT_BYTES, maxBytes / FEWEST_SEGMENTS);
    this.#segmentBytes = Math.min(MAX_SEGMENT_BYTES, 2 ** Math.floor(Math.log2(share)));
    this.#segmentUnits = this.#segmentBytes / ENTRY_UNIT;
    const forEntries = maxBytes * (1 - INDEX_SHARE);
    this.#maxSegments = Math.max(1, Math.floor(forEntries / this.#segmentBytes));
    this.#index = new EntryIndex(maxBytes * INDEX_SHARE);
  }

  /** How many entries there are. */
  get size(): number {
    return this.#index.size;
  }

  /** The memory that is taken, be it in use or not. */
  get bytes(): number {
    return this.#segments.length * this.#segmentBytes + this.#index.bytes;
  }

  /** @returns the place of the entry, good until the next `put`; or `NOWHERE` */
  find(entry: EntryName): number {
    const hash = this.#hashOf(entry.name);
    const index = this.#index;
    for (let step = index.search(hash, 0); step !== NOWHERE; step = index.search(hash, step + 1)) {
      const place = index.placeAt(hash, step);
      if (this.#segmentOf(place).matches(this.#at(place), entry)) return place;
    }
    return NOWHERE;
  }

  /** Whether there is anything that has the name. */
  hasName(name: string): boolean {
    const hash = this.#hashOf(name);
    const index = this.#index;
    for (let step = index.search(hash, 0); step !== NOWHERE; step = index.search(hash, step + 1)) {
      const place = index.placeAt(hash, step);
      if (this.#segmentOf(place).hasName(this.#at(place), name)) return true;
    }
    return false;
  }

  /** The places of everything that has the name. */
  placesOf(name: string): number[] {
    const places: number[] = [];
    const hash = this.#hashOf(name);
    const index = this.#index;
    for (let step = index.search(hash, 0); step !== NOWHERE; step = index.search(hash, step + 1)) {
      const place = index.placeAt(hash, step);
      if (this.#segmentOf(place).hasName(this.#at(place), name)) places.push(place);
    }
    return places;
  }

  /** @param part the empty one stands for any */
  hasPart(name: string, part: string): boolean {
    return this.placesOf(name).some((place) => part === '' || this.nameAt(place).part === part);
  }

  /**
   * The places of everything, a piece of the memory at a time: those of a piece are good until the
   * next `put`, and whoever goes on after that may miss something or meet it twice.
   */
  *places(): Generator<number[]> {
    for (const [number, segment] of this.#segments.entries()) {
      const places: number[] = [];
      for (let at = 0; at < segment.filled; at += segment.lengthOf(at)) {
        const place = number * this.#segmentUnits + at / ENTRY_UNIT;
        if (this.#index.has(segment.hashOf(at), place)) places.push(place);
      }
      yield places;
    }
  }

  /**
   * Keeps an entry, in the place of the one that has its name.
   *
   * @param uselessFrom when it may go for good, in milliseconds since 1970
   * @returns its place; `NOWHERE` when it is too large
   */
  put(entry: EntryName, payload: Uint8Array, uselessFrom: number, now: number): number {
    const known = this.find(entry);
    if (known !== NOWHERE) this.remove(known);
    if (entry.name.length > MAX_TEXT || entry.part.length > MAX_TEXT) return NOWHERE;
    const needed = Segment.bytesOf(entry, payload);
    if (needed > this.#segmentBytes) return NOWHERE;
    const segment = this.#withRoom(needed, now);
    const hash = this.#hashOf(entry.name);
    const at = segment.append(entry, hash, payload, uselessFrom);
    const place = this.#current * this.#segmentUnits + at / ENTRY_UNIT;
    const pushedOut = this.#index.add(hash, place);
    if (pushedOut !== NOWHERE) this.#forget(pushedOut);
    return place;
  }

  remove(place: number): void {
    const at = this.#at(place);
    const segment = this.#segmentOf(place);
    if (this.#index.remove(segment.hashOf(at), place)) this.#tell(segment, at);
  }

  /** Forgets everything whose name is meant; slow, for people. */
  removeWhere(isMeant: (name: string) => boolean): void {
    for (const places of this.places()) {
      for (const place of places) if (isMeant(this.nameAt(place).name)) this.remove(place);
    }
  }

  clear(): void {
    this.#index.clear();
    this.#segments.length = 0;
    this.#current = 0;
  }

  nameAt(place: number): EntryName {
    return this.#segmentOf(place).nameOf(this.#at(place));
  }

  /** @param isShort whether the copy is soon let go */
  payloadAt(place: number, isShort = true): Uint8Array {
    return this.#segmentOf(place).payloadOf(this.#at(place), isShort);
  }

  /** Reads the payload where it stands, without a copy; nothing may keep the bytes. */
  readAt<Result>(place: number, read: PayloadReader<Result>): Result {
    return this.#segmentOf(place).read(this.#at(place), read);
  }

  bytesAt(place: number): number {
    return this.#segmentOf(place).lengthOf(this.#at(place));
  }

  usesAt(place: number): number {
    return this.#segmentOf(place).usesOf(this.#at(place));
  }

  use(place: number): void {
    this.#segmentOf(place).use(this.#at(place));
  }

  /** Whether it was asked for since the search for room last came by. */
  wasUsed(place: number): boolean {
    return this.#segmentOf(place).wasUsed(this.#at(place));
  }

  marksAt(place: number): number {
    return this.#segmentOf(place).marksOf(this.#at(place));
  }

  mark(place: number, marks: number): void {
    this.#segmentOf(place).setMarks(this.#at(place), marks);
  }

  /** A name is looked for several times in a row. */
  #hashOf(name: string): number {
    if (name !== this.#lastName) {
      this.#lastName = name;
      this.#lastHash = nameHash(name, this.#seed);
    }
    return this.#lastHash;
  }

  #withRoom(needed: number, now: number): Segment {
    for (;;) {
      const segment = this.#segment(this.#current);
      if (segment.room >= needed) return segment;
      this.#current = (this.#current + 1) % this.#maxSegments;
      this.#makeRoom(this.#current, needed, now);
    }
  }

  #segment(number: number): Segment {
    const present = this.#segments[number];
    if (present !== undefined) return present;
    const made = new Segment(this.#segmentBytes);
    this.#segments[number] = made;
    return made;
  }

  #makeRoom(number: number, needed: number, now: number): void {
    const segment = this.#segment(number);
    const most = this.#segmentBytes - Math.max(needed, this.#segmentBytes * FREED_SHARE);
    const first = number * this.#segmentUnits;
    let to = 0;
    for (let from = 0; from < segment.filled; ) {
      const length = segment.lengthOf(from);
      const hash = segment.hashOf(from);
      const place = first + from / ENTRY_UNIT;
      if (this.#index.has(hash, place)) {
        if (to + length <= most && this.#isWanted(segment, from, now)) {
          if (to !== from) segment.moveDown(from, to);
          this.#index.move(hash, place, first + to / ENTRY_UNIT);
          to += length;
        } else {
          this.#index.remove(hash, place);
          this.#forget(place);
        }
      }
      from += length;
    }
    segment.filled = to;
  }

  #isWanted(segment: Segment, at: number, now: number): boolean {
    const used = segment.takeUsed(at);
    if (segment.uselessFrom(at) <= now) return false;
    if (used) return true;
    return segment.marksOf(at) !== 0 && this.#options.isHeld?.(segment.nameOf(at)) === true;
  }

  #forget(place: number): void {
    this.evicted += 1;
    this.#tell(this.#segmentOf(place), this.#at(place));
  }

  #tell(segment: Segment, at: number): void {
    if (segment.marksOf(at) !== 0) this.#options.dropped?.(segment.nameOf(at));
  }

  #segmentOf(place: number): Segment {
    return this.#segment(Math.floor(place / this.#segmentUnits));
  }

  #at(place: number): number {
    return (place % this.#segmentUnits) * ENTRY_UNIT;
  }
}
