import { MESSAGE_LENGTH_OFFSET } from '../protocol/envelope.ts';
import { bufferOver } from '../protocol/text.ts';

const REQUEST_ID_OFFSET = 8;

/** The request id that an envelope names, without decoding the rest. @param bytes 20 at least */
export function requestIdOf(bytes: Uint8Array): number {
  return bufferOver(bytes).readUInt32BE(REQUEST_ID_OFFSET);
}

/** The bytes after the envelope that it announces, whatever their number. @param bytes 20 at least */
export function messageLengthOf(bytes: Uint8Array): number {
  return bufferOver(bytes).readUInt32BE(MESSAGE_LENGTH_OFFSET);
}
