import type { FuzzRandom } from './fuzz-random.ts';
import { mutateBytes } from './mutate-bytes.ts';

const ENVELOPE_BYTES = 20;
const HEADER_BYTES = 24;
const HEADER_END = ENVELOPE_BYTES + HEADER_BYTES;

/** Where what steers the reading of a body stands. */
const MINOR_VERSION_OFFSET = 1;
const OPCODE_OFFSET = ENVELOPE_BYTES;
const RESPONSE_CODE_OFFSET = ENVELOPE_BYTES + 4;
const FLAGS_OFFSET = ENVELOPE_BYTES + 8;

const OPCODES = [0, 1, 1, 1, 2, 100, 400];
const RESPONSE_CODES = [0, 1, 1, 1, 2, 7, 100, 200, 202, 301, 302, 303, 402, 999];

/**
 * Changes the body or the credential of a message and now and then what the header says of them,
 * but leaves every length of envelope and header true, so that the body is really read.
 */
export function mutateMessage(
  random: FuzzRandom,
  message: Uint8Array,
  others: readonly Uint8Array[],
): Uint8Array {
  const source = Buffer.from(message);
  const bodyEnd = HEADER_END + source.readUInt32BE(HEADER_END - 4);
  let body: Uint8Array = source.subarray(HEADER_END, bodyEnd);
  let credential: Uint8Array = source.subarray(bodyEnd + 4);
  const bodies = others.map((other) => other.subarray(HEADER_END));
  if (credential.length > 0 && random.once(2)) {
    credential = mutateBytes(random, credential, bodies);
  } else {
    body = mutateBytes(random, body, bodies);
  }
  const header = Buffer.from(source.subarray(0, HEADER_END));
  if (random.once(4)) steer(random, header);
  header.writeUInt32BE(HEADER_BYTES + body.length + 4 + credential.length, ENVELOPE_BYTES - 4);
  header.writeUInt32BE(body.length, HEADER_END - 4);
  const credentialLength = Buffer.alloc(4);
  credentialLength.writeUInt32BE(credential.length);
  return new Uint8Array(Buffer.concat([header, body, credentialLength, credential]));
}

function steer(random: FuzzRandom, header: Buffer): void {
  header[MINOR_VERSION_OFFSET] = random.below(13);
  if (random.once(3)) header.writeUInt32BE(random.pick(OPCODES), OPCODE_OFFSET);
  if (random.once(2)) header.writeUInt32BE(random.pick(RESPONSE_CODES), RESPONSE_CODE_OFFSET);
  header.writeUInt32BE(random.uint32(), FLAGS_OFFSET);
}
