import { Reader } from '../protocol/reader.ts';
import { Writer } from '../protocol/writer.ts';
import type { EntryName } from './segment.ts';

/** What an entry of a snapshot is about. */
export const KeptKind = { service: 1, record: 2, nothing: 3 } as const;

export type KeptKind = (typeof KeptKind)[keyof typeof KeptKind];

const Flag = { certified: 1, servesPlain: 2, wasUsed: 4 } as const;

/** An entry of the cache on its way to the next resolver. */
export interface KeptEntry extends EntryName {
  readonly kind: number;
  /** Whether a signed answer serves plain requests, too. */
  readonly servesPlain: boolean;
  /** Whether it was asked for again. */
  readonly wasUsed: boolean;
  /** As it stands in memory; the number of its namespaces means nothing elsewhere. */
  readonly content: Uint8Array;
}

/** The bytes of an entry: kind, flags, name, part, content. */
export function encodeKeptEntry(entry: KeptEntry): Uint8Array {
  const { kind, name, part, content } = entry;
  const writer = new Writer(HEAD_BYTES + name.length + part.length + content.length);
  writer.uint8(kind);
  writer.uint8(
    (entry.certified ? Flag.certified : 0) |
      (entry.servesPlain ? Flag.servesPlain : 0) |
      (entry.wasUsed ? Flag.wasUsed : 0),
  );
  writer.text(name);
  writer.text(part);
  writer.raw(content);
  return writer.finish();
}

/**
 * @returns an entry whose content is a view of the bytes
 * @throws ProtocolError when they are too short
 */
export function decodeKeptEntry(bytes: Uint8Array): KeptEntry {
  const reader = new Reader(bytes);
  const kind = reader.uint8();
  const flags = reader.uint8();
  return {
    kind,
    certified: (flags & Flag.certified) !== 0,
    servesPlain: (flags & Flag.servesPlain) !== 0,
    wasUsed: (flags & Flag.wasUsed) !== 0,
    name: reader.text(),
    part: reader.text(),
    content: reader.rest(),
  };
}

/** Kind, flags, and the lengths of two texts. */
const HEAD_BYTES = 10;
