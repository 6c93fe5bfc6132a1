/** Entries begin at multiples of this, so that their numbers can be read as such. */
export const ENTRY_UNIT = 8;

/** Bytes of an entry before its texts and its payload. */
const HEADER_BYTES = 28;

/** Where the fields of an entry stand, in bytes from its beginning. */
const Field = {
  length: 0,
  hash: 4,
  uselessFrom: 8,
  payloadLength: 16,
  /** That of the part in the upper half. */
  textLengths: 20,
  flags: 24,
  uses: 25,
  used: 26,
  marks: 27,
} as const;

/** The texts of the entry have two bytes for each unit, because one of them has no Latin-1 form. */
const WIDE = 0b10;

const MAX_USES = 255;

/** What an entry is found by. */
export interface EntryName {
  readonly name: string;
  /** Which part of what has the name; empty for the whole. */
  readonly part: string;
  /** Whether it is in the part of the store for signed answers. */
  readonly certified: boolean;
}

/** @param bytes of which the payload is `length` from `start` on */
export type PayloadReader<Result> = (bytes: Buffer, start: number, length: number) => Result;

/** A piece of the memory of an entry store, with entries one after the other. */
export class Segment {
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  readonly #numbers: Float64Array;
  /** How many bytes are taken. */
  filled = 0;

  constructor(size: number) {
    const memory = new ArrayBuffer(size);
    this.#bytes = Buffer.from(memory);
    this.#words = new Uint32Array(memory);
    this.#numbers = new Float64Array(memory);
  }

  get room(): number {
    return this.#bytes.length - this.filled;
  }

  /** How many bytes an entry takes. */
  static bytesOf({ name, part }: EntryName, payload: Uint8Array): number {
    const width = isWide(name) || isWide(part) ? 2 : 1;
    const length = HEADER_BYTES + (name.length + part.length) * width + payload.length;
    return Math.ceil(length / ENTRY_UNIT) * ENTRY_UNIT;
  }

  /** @returns where the entry begins */
  append(entry: EntryName, hash: number, payload: Uint8Array, uselessFrom: number): number {
    const { name, part, certified } = entry;
    const length = Segment.bytesOf(entry, payload);
    const at = this.filled;
    this.filled += length;
    const wide = isWide(name) || isWide(part);
    this.#words[(at + Field.length) >>> 2] = length;
    this.#words[(at + Field.hash) >>> 2] = hash;
    this.#numbers[(at + Field.uselessFrom) >>> 3] = uselessFrom;
    this.#words[(at + Field.payloadLength) >>> 2] = payload.length;
    this.#words[(at + Field.textLengths) >>> 2] = name.length | (part.length << 16);
    this.#bytes[at + Field.flags] = (certified ? 1 : 0) | (wide ? WIDE : 0);
    this.#bytes[at + Field.uses] = 0;
    this.#bytes[at + Field.used] = 0;
    this.#bytes[at + Field.marks] = 0;
    const partAt = this.#writeText(at + HEADER_BYTES, name, wide);
    const payloadAt = this.#writeText(partAt, part, wide);
    this.#bytes.set(payload, payloadAt);
    return at;
  }

  matches(at: number, { name, part, certified }: EntryName): boolean {
    if (this.isCertified(at) !== certified || !this.hasName(at, name)) return false;
    if (this.#partLength(at) !== part.length) return false;
    return this.#equals(at + HEADER_BYTES + this.#textBytes(at, name.length), part, at);
  }

  hasName(at: number, name: string): boolean {
    if (this.#nameLength(at) !== name.length) return false;
    return this.#equals(at + HEADER_BYTES, name, at);
  }

  nameOf(at: number): EntryName {
    const nameLength = this.#nameLength(at);
    const partLength = this.#partLength(at);
    const partAt = at + HEADER_BYTES + this.#textBytes(at, nameLength);
    return {
      name: this.#readText(at + HEADER_BYTES, nameLength, at),
      part: this.#readText(partAt, partLength, at),
      certified: this.isCertified(at),
    };
  }

  /**
   * A copy: the memory is written over one day.
   *
   * @param isShort whether it is soon let go; it may share memory with others then, which is faster
   */
  payloadOf(at: number, isShort: boolean): Uint8Array {
    const start = this.#payloadAt(at);
    const length = this.#words[(at + Field.payloadLength) >>> 2] ?? 0;
    const payload = this.#bytes.subarray(start, start + length);
    return isShort ? Buffer.from(payload) : new Uint8Array(payload);
  }

  /** Reads the payload where it stands, without a copy; nothing may keep the bytes. */
  read<Result>(at: number, read: PayloadReader<Result>): Result {
    const start = this.#payloadAt(at);
    return read(this.#bytes, start, this.#words[(at + Field.payloadLength) >>> 2] ?? 0);
  }

  lengthOf(at: number): number {
    return this.#words[(at + Field.length) >>> 2] ?? 0;
  }

  hashOf(at: number): number {
    return this.#words[(at + Field.hash) >>> 2] ?? 0;
  }

  /** In milliseconds since 1970. */
  uselessFrom(at: number): number {
    return this.#numbers[(at + Field.uselessFrom) >>> 3] ?? 0;
  }

  isCertified(at: number): boolean {
    return ((this.#bytes[at + Field.flags] ?? 0) & 1) !== 0;
  }

  /** How often it was asked for. */
  usesOf(at: number): number {
    return this.#bytes[at + Field.uses] ?? 0;
  }

  use(at: number): void {
    const uses = this.usesOf(at);
    if (uses < MAX_USES) this.#bytes[at + Field.uses] = uses + 1;
    this.#bytes[at + Field.used] = 1;
  }

  /** Whether it was used since {@link takeUsed} was last asked. */
  wasUsed(at: number): boolean {
    return this.#bytes[at + Field.used] === 1;
  }

  /** Whether it was used since this was last asked. */
  takeUsed(at: number): boolean {
    const used = this.#bytes[at + Field.used] === 1;
    this.#bytes[at + Field.used] = 0;
    return used;
  }

  /** Bits that mean something to whoever keeps the entries. */
  marksOf(at: number): number {
    return this.#bytes[at + Field.marks] ?? 0;
  }

  setMarks(at: number, marks: number): void {
    this.#bytes[at + Field.marks] = marks;
  }

  moveDown(from: number, to: number): void {
    this.#bytes.copyWithin(to, from, from + this.lengthOf(from));
  }

  #nameLength(at: number): number {
    return (this.#words[(at + Field.textLengths) >>> 2] ?? 0) & 0xffff;
  }

  #partLength(at: number): number {
    return (this.#words[(at + Field.textLengths) >>> 2] ?? 0) >>> 16;
  }

  #payloadAt(at: number): number {
    const texts = this.#nameLength(at) + this.#partLength(at);
    return at + HEADER_BYTES + this.#textBytes(at, texts);
  }

  #textBytes(at: number, units: number): number {
    return ((this.#bytes[at + Field.flags] ?? 0) & WIDE) !== 0 ? units * 2 : units;
  }

  /** @returns where it ends */
  #writeText(at: number, text: string, wide: boolean): number {
    const bytes = this.#bytes;
    let to = at;
    for (let position = 0; position < text.length; position += 1) {
      const unit = text.charCodeAt(position);
      bytes[to++] = unit;
      if (wide) bytes[to++] = unit >>> 8;
    }
    return to;
  }

  #equals(start: number, text: string, at: number): boolean {
    const bytes = this.#bytes;
    const wide = ((bytes[at + Field.flags] ?? 0) & WIDE) !== 0;
    for (let position = 0; position < text.length; position += 1) {
      const unit = wide
        ? (bytes[start + position * 2] ?? 0) | ((bytes[start + position * 2 + 1] ?? 0) << 8)
        : bytes[start + position];
      if (unit !== text.charCodeAt(position)) return false;
    }
    return true;
  }

  #readText(start: number, units: number, at: number): string {
    const wide = ((this.#bytes[at + Field.flags] ?? 0) & WIDE) !== 0;
    const end = start + (wide ? units * 2 : units);
    return this.#bytes.toString(wide ? 'utf16le' : 'latin1', start, end);
  }
}

function isWide(text: string): boolean {
  for (let position = 0; position < text.length; position += 1) {
    if (text.charCodeAt(position) > 0xff) return true;
  }
  return false;
}
