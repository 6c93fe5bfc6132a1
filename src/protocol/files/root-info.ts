import type { HandleValue } from '../../handle/handle-value.ts';
import { ProtocolError } from '../errors.ts';
import { Reader } from '../reader.ts';
import { decodeValueList, encodeValueList } from '../value.ts';
import { Writer } from '../writer.ts';

const LENGTH_BYTES = 4;

/**
 * Reads the binary files `root_info` and `resolver_service`: the values that describe a service,
 * after the length of the rest.
 */
export function decodeRootInfo(bytes: Uint8Array): HandleValue[] {
  const reader = new Reader(bytes);
  const length = reader.uint32();
  if (length !== reader.remaining) {
    throw new ProtocolError('wrong-length', `${length} bytes announced, ${reader.remaining} left`);
  }
  const values = decodeValueList(reader);
  reader.expectEnd();
  return values;
}

export function encodeRootInfo(values: readonly HandleValue[]): Uint8Array {
  const writer = new Writer();
  writer.uint32(0);
  encodeValueList(writer, values);
  writer.overwriteUint32(0, writer.length - LENGTH_BYTES);
  return writer.finish();
}
