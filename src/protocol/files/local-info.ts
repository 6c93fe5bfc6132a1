import type { Handle } from '../../handle/handle.ts';
import type { Site } from '../../handle/site.ts';
import { ProtocolError } from '../errors.ts';
import { MAX_LOCAL_PREFIXES, MAX_LOCAL_SITES } from '../limits.ts';
import { Reader } from '../reader.ts';
import { decodeSite, encodeSite } from '../site.ts';
import { Writer } from '../writer.ts';

/** One entry of a `local_info` file: a site, and whose handles to ask it for. */
export interface LocalSite {
  /** `0.NA/20.500.1` and the like. */
  readonly prefixHandles: readonly Handle[];
  readonly site: Site;
}

const LEAST_TEXT_BYTES = 4;
const LEAST_ENTRY_BYTES = 8;

/** Reads the binary form of `local_info`: entries after the length of the whole file. */
export function decodeLocalInfo(bytes: Uint8Array): LocalSite[] {
  const reader = new Reader(bytes);
  const length = reader.uint32();
  if (length !== bytes.length) {
    throw new ProtocolError('wrong-length', `${length} bytes announced, ${bytes.length} given`);
  }
  const entries = reader.list(decodeEntry, LEAST_ENTRY_BYTES, MAX_LOCAL_SITES);
  reader.expectEnd();
  return entries;
}

export function encodeLocalInfo(entries: readonly LocalSite[]): Uint8Array {
  const writer = new Writer();
  writer.uint32(0);
  writer.list(entries, encodeEntry);
  writer.overwriteUint32(0, writer.length);
  return writer.finish();
}

function decodeEntry(reader: Reader): LocalSite {
  return {
    prefixHandles: reader.list((texts) => texts.text(), LEAST_TEXT_BYTES, MAX_LOCAL_PREFIXES),
    site: decodeSite(reader.bytes()),
  };
}

function encodeEntry(writer: Writer, entry: LocalSite): void {
  writer.list(entry.prefixHandles, (texts, handle) => texts.text(handle));
  writer.bytes(encodeSite(entry.site));
}
