import type { AdminRecord } from '../handle/admin-record.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** How many bytes old writers leave after the last field. */
const LEGACY_TRAILER_BYTES = 2;

/** Reads the data of an HS_ADMIN value (RFC 3651 section 3.2.1). */
export function decodeAdminRecord(data: Uint8Array): AdminRecord {
  const reader = new Reader(data);
  const permissions = reader.uint16();
  const handle = reader.text();
  const index = reader.int32();
  if (reader.remaining === LEGACY_TRAILER_BYTES) {
    return { handle, index, permissions, legacyByteLength: true };
  }
  reader.expectEnd();
  return { handle, index, permissions };
}

export function encodeAdminRecord(record: AdminRecord): Uint8Array {
  const writer = new Writer();
  writer.uint16(record.permissions);
  writer.text(record.handle);
  writer.int32(record.index);
  if (record.legacyByteLength === true) writer.uint16(0);
  return writer.finish();
}
