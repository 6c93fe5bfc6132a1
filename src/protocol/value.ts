import type { HandleValue } from '../handle/handle-value.ts';
import type { Reference } from '../handle/reference.ts';
import { MAX_REFERENCES, MAX_VALUES } from './limits.ts';
import type { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** Bytes of a value whose type, data and references are empty. */
const LEAST_VALUE_BYTES = 26;

/** Index and timestamp, which no value digest covers. */
const UNDIGESTED_BYTES = 8;

/** Reads one value in the field order of deployed software, which is not that of RFC 3651. */
export function decodeValue(reader: Reader): HandleValue {
  return {
    index: reader.int32(),
    timestamp: reader.uint32(),
    ttlType: reader.uint8(),
    ttl: reader.uint32(),
    permissions: reader.uint8(),
    type: reader.text(),
    data: reader.bytes(),
    references: decodeReferences(reader, MAX_REFERENCES),
  };
}

export function encodeValue(writer: Writer, value: HandleValue): void {
  writer.int32(value.index);
  writer.uint32(value.timestamp);
  writer.uint8(value.ttlType);
  writer.uint32(value.ttl);
  writer.uint8(value.permissions);
  writer.text(value.type);
  writer.bytes(value.data);
  encodeReferences(writer, value.references);
}

/** Reads a count and that many values. */
export function decodeValueList(reader: Reader): HandleValue[] {
  return reader.list(decodeValue, LEAST_VALUE_BYTES, MAX_VALUES);
}

export function encodeValueList(writer: Writer, values: readonly HandleValue[]): void {
  writer.list(values, encodeValue);
}

/** One value as it stands in a message. */
export function valueBytes(value: HandleValue): Uint8Array {
  const writer = new Writer();
  encodeValue(writer, value);
  return writer.finish();
}

/** What the digest of a value in HS_SIGNATURE is computed over: all of it from the TTL type on. */
export function valueDigestInput(value: HandleValue): Uint8Array {
  return valueBytes(value).subarray(UNDIGESTED_BYTES);
}

/** Reads a count and that many references, as they stand in values and in HS_VLIST. */
export function decodeReferences(reader: Reader, maximum: number): Reference[] {
  return reader.list(decodeReference, 8, maximum);
}

export function encodeReferences(writer: Writer, references: readonly Reference[]): void {
  writer.list(references, encodeReference);
}

function decodeReference(reader: Reader): Reference {
  return { handle: reader.text(), index: reader.int32() };
}

function encodeReference(writer: Writer, reference: Reference): void {
  writer.text(reference.handle);
  writer.int32(reference.index);
}
