import type { Reference } from '../handle/reference.ts';
import { MAX_VLIST_MEMBERS } from './limits.ts';
import { Reader } from './reader.ts';
import { decodeReferences, encodeReferences } from './value.ts';
import { Writer } from './writer.ts';

/** Reads the data of an HS_VLIST value: a group of administrators (RFC 3651 section 3.2.7). */
export function decodeVlist(data: Uint8Array): Reference[] {
  const reader = new Reader(data);
  const references = decodeReferences(reader, MAX_VLIST_MEMBERS);
  reader.expectEnd();
  return references;
}

export function encodeVlist(references: readonly Reference[]): Uint8Array {
  const writer = new Writer();
  encodeReferences(writer, references);
  return writer.finish();
}
