import { crc32 } from 'node:zlib';
import { encodeText } from '../protocol/text.ts';
import { Writer } from '../protocol/writer.ts';

/** What an entry of the shared cache holds. */
export const SharedKind = { record: 1, nothing: 2, service: 3, noSuchPrefix: 4 } as const;

export type SharedKind = (typeof SharedKind)[keyof typeof SharedKind];

/** An entry that has been opened. */
export interface SharedEntry {
  readonly kind: number;
  /** A view of the entry's bytes. */
  readonly content: Uint8Array;
}

/** Bytes before what an entry holds: its kind and its checksum. */
const HEAD_BYTES = 5;

/** An entry as it stands in the shared cache: kind, CRC-32 over name, kind and content, content. */
export function sealEntry(name: string, kind: SharedKind, content: Uint8Array): Uint8Array {
  const writer = new Writer(HEAD_BYTES + content.length);
  writer.uint8(kind);
  writer.uint32(checksum(name, kind, content));
  writer.raw(content);
  return writer.finish();
}

/** @returns undefined when the bytes were not made by {@link sealEntry} for this very name */
export function openEntry(name: string, bytes: Uint8Array): SharedEntry | undefined {
  const [kind] = bytes;
  if (kind === undefined || bytes.length < HEAD_BYTES) return undefined;
  const content = bytes.subarray(HEAD_BYTES);
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  return sum === checksum(name, kind, content) ? { kind, content } : undefined;
}

/** The name is part of it: an entry in another's place is none. */
function checksum(name: string, kind: number, content: Uint8Array): number {
  return crc32(content, crc32(Uint8Array.of(kind), crc32(encodeText(name))));
}
