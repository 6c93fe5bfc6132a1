import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { MAX_SNAPSHOT_BYTES, MAX_SNAPSHOT_ENTRIES, SNAPSHOT_PIECE_BYTES } from './limits.ts';
import { END_BYTES, ENTRY_HEAD_BYTES, HEAD_BYTES, snapshotHead } from './snapshot-format.ts';

export interface WrittenSnapshot {
  readonly entries: number;
  readonly bytes: number;
  /** Whether there was time and room for all of them. */
  readonly isWhole: boolean;
}

/**
 * Writes a snapshot piece by piece, as far as time and room go; it is complete in itself then.
 *
 * @param context a digest of what the entries belong to
 * @param isOver whether to come to an end
 */
export async function writeSnapshot(
  file: FileHandle,
  context: Uint8Array,
  entries: Iterable<Uint8Array>,
  isOver: () => boolean,
): Promise<WrittenSnapshot> {
  const digest = createHash('sha256');
  let pieces: Uint8Array[] = [];
  let pending = 0;
  let bytes = HEAD_BYTES + END_BYTES;
  let count = 0;
  let isWhole = true;

  async function flush(): Promise<void> {
    const piece = Buffer.concat(pieces);
    pieces = [];
    pending = 0;
    digest.update(piece);
    await file.writeFile(piece);
  }

  pieces.push(snapshotHead(context));
  for (const entry of entries) {
    const length = ENTRY_HEAD_BYTES + entry.length;
    const isTooMuch = bytes + length > MAX_SNAPSHOT_BYTES || count === MAX_SNAPSHOT_ENTRIES;
    if (isTooMuch || (pending === 0 && isOver())) {
      isWhole = false;
      break;
    }
    pieces.push(numbers(entry.length, crc32(entry)), entry);
    pending += length;
    bytes += length;
    count += 1;
    if (pending >= SNAPSHOT_PIECE_BYTES) await flush();
  }
  pieces.push(numbers(0, count));
  await flush();
  await file.writeFile(digest.digest());
  return { entries: count, bytes, isWhole };
}

function numbers(first: number, second: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeUInt32BE(first, 0);
  bytes.writeUInt32BE(second, 4);
  return bytes;
}
