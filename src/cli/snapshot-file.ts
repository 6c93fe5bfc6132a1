import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  MAX_SNAPSHOT_BYTES,
  MAX_SNAPSHOT_ENTRIES,
  MAX_SNAPSHOT_ENTRY_BYTES,
  SNAPSHOT_PIECE_BYTES,
} from './limits.ts';
import {
  DIGEST_BYTES,
  END_BYTES,
  ENTRY_HEAD_BYTES,
  FORMAT_VERSION,
  HEAD_BYTES,
  MAGIC,
} from './snapshot-format.ts';

/** A snapshot that has been found whole and unchanged. */
export class SnapshotFile {
  readonly #file: FileHandle;
  readonly bytes: number;

  private constructor(file: FileHandle, bytes: number) {
    this.#file = file;
    this.bytes = bytes;
  }

  /**
   * @param context a digest of what the entries must belong to
   * @throws RangeError that says why it is not one to be used; the system's error
   */
  static async open(path: string, context: Uint8Array): Promise<SnapshotFile> {
    // Without waiting for somebody at the other end, where it is a pipe.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new RangeError('it is no file');
      const { size } = status;
      if (size > MAX_SNAPSHOT_BYTES) {
        throw new RangeError(`it is longer than ${MAX_SNAPSHOT_BYTES} bytes`);
      }
      if (size < HEAD_BYTES + END_BYTES) throw new RangeError('it is cut short');
      checkHead(await read(file, Buffer.alloc(HEAD_BYTES), 0), context);
      await checkDigest(file, size);
      return new SnapshotFile(file, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Its entries, a piece of the file at a time; between them others have their turn, and the bytes
   * of the entries are written over.
   *
   * @throws RangeError when it is not what was found whole any more
   */
  async *pieces(): AsyncGenerator<Uint8Array[]> {
    const end = this.bytes - DIGEST_BYTES;
    let buffer = Buffer.allocUnsafe(2 * SNAPSHOT_PIECE_BYTES);
    let filled = 0;
    let count = 0;
    for (let at = HEAD_BYTES; at < end; ) {
      const length = Math.min(SNAPSHOT_PIECE_BYTES, end - at);
      // An entry may be longer than a piece.
      if (filled + length > buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      await read(this.#file, buffer.subarray(filled, filled + length), at);
      at += length;
      filled += length;
      const entries: Uint8Array[] = [];
      const next = takeEntries(buffer.subarray(0, filled), entries);
      count += entries.length;
      if (count > MAX_SNAPSHOT_ENTRIES) {
        throw new RangeError(`it has more than ${MAX_SNAPSHOT_ENTRIES} entries`);
      }
      yield entries;
      buffer.copyWithin(0, next, filled);
      filled -= next;
    }
    if (filled !== 8 || buffer.readUInt32BE(0) !== 0 || buffer.readUInt32BE(4) !== count) {
      throw new RangeError('its entries are not as many as it says');
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function checkHead(head: Buffer, context: Uint8Array): void {
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new RangeError('it is no snapshot of the cache');
  }
  const version = head.readUInt32BE(MAGIC.length);
  if (version !== FORMAT_VERSION) {
    throw new RangeError(`it is in version ${version} of the format, not ${FORMAT_VERSION}`);
  }
  if (!head.subarray(MAGIC.length + 4).equals(context)) {
    throw new RangeError('it was written with another bootstrap, other fixed sites or other trust');
  }
}

async function checkDigest(file: FileHandle, size: number): Promise<void> {
  const digest = createHash('sha256');
  const end = size - DIGEST_BYTES;
  const buffer = Buffer.allocUnsafe(SNAPSHOT_PIECE_BYTES);
  for (let at = 0; at < end; at += SNAPSHOT_PIECE_BYTES) {
    const length = Math.min(SNAPSHOT_PIECE_BYTES, end - at);
    digest.update(await read(file, buffer.subarray(0, length), at));
  }
  const written = await read(file, Buffer.alloc(DIGEST_BYTES), end);
  if (!digest.digest().equals(written)) throw new RangeError('it is not what was written');
}

/** @returns where the first entry begins that is not all there, or the end of the entries */
function takeEntries(bytes: Buffer, entries: Uint8Array[]): number {
  let at = 0;
  while (at + ENTRY_HEAD_BYTES <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) break;
    if (length > MAX_SNAPSHOT_ENTRY_BYTES) {
      throw new RangeError(`it has an entry of ${length} bytes`);
    }
    const start = at + ENTRY_HEAD_BYTES;
    if (start + length > bytes.length) break;
    const entry = bytes.subarray(start, start + length);
    if (crc32(entry) !== bytes.readUInt32BE(at + 4)) {
      throw new RangeError('it was changed while it was read');
    }
    entries.push(entry);
    at = start + length;
  }
  return at;
}

async function read(file: FileHandle, into: Buffer, at: number): Promise<Buffer> {
  for (let filled = 0; filled < into.length; ) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, at + filled);
    if (bytesRead === 0) throw new RangeError('it is cut short');
    filled += bytesRead;
  }
  return into;
}
