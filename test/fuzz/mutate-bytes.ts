import type { FuzzRandom } from './fuzz-random.ts';

/** Numbers at which lengths, counts and signs go wrong. */
const ODD_NUMBERS: readonly number[] = [
  0, 1, 2, 3, 4, 16, 20, 64, 65, 127, 128, 255, 256, 1024, 1025, 2048, 2049, 0x7fff, 0x8000, 0xffff,
  0x10000, 262_144, 262_145, 1_048_576, 1_048_577, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** The longest chunk that one change inserts, and the largest input that repetition makes. */
const CHUNK_BYTES = 64;
const REPEATED_BYTES = 100_000;

type Change = (random: FuzzRandom, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

/** Changes the bytes in one to four ways. */
export function mutateBytes(
  random: FuzzRandom,
  bytes: Uint8Array,
  others: readonly Uint8Array[],
): Uint8Array {
  let mutated: Uint8Array = bytes.slice();
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) {
    mutated = random.pick(CHANGES)(random, mutated, others);
  }
  return random.once(2000) ? repeat(random, mutated) : mutated;
}

const CHANGES: readonly Change[] = [
  flipBit,
  setByte,
  setNumber,
  setNumber,
  nudgeLength,
  nudgeLength,
  truncate,
  insert,
  duplicate,
  remove,
  splice,
];

function flipBit(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  if (bytes.length > 0) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
  return bytes;
}

function setByte(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

/** Puts an odd number anywhere. */
function setNumber(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) return bytes;
  return write(bytes, random.below(bytes.length - 3), random.pick(ODD_NUMBERS));
}

/** Finds four bytes that may be a length or a count, and changes them a little. */
function nudgeLength(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) return bytes;
  const start = random.below(bytes.length - 3);
  for (let at = start; at + 4 <= bytes.length; at += 1) {
    const value = Buffer.from(bytes.buffer, bytes.byteOffset + at, 4).readUInt32BE();
    if (value <= bytes.length - at) {
      const changed = random.pick([value - 1, value + 1, value * 2, bytes.length - at - 4]);
      return write(bytes, at, changed >>> 0);
    }
  }
  return bytes;
}

function truncate(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, random.below(bytes.length));
}

function insert(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  return join(bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at));
}

function duplicate(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const chunk = chunkOf(random, bytes);
  const at = random.below(bytes.length + 1);
  return join(bytes.subarray(0, at), chunk, bytes.subarray(at));
}

function remove(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  return join(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(CHUNK_BYTES)));
}

/** The beginning of this input and the end of another. */
function splice(random: FuzzRandom, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  const other = random.pick(others);
  const at = random.below(bytes.length);
  return join(bytes.subarray(0, at), other.subarray(random.below(other.length)));
}

function repeat(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const chunk = chunkOf(random, bytes);
  if (chunk.length === 0) return bytes;
  const times = Math.floor(REPEATED_BYTES / chunk.length);
  const at = random.below(bytes.length);
  const repeated = Array.from({ length: times }, () => chunk);
  return join(bytes.subarray(0, at), ...repeated, bytes.subarray(at));
}

function chunkOf(random: FuzzRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  return bytes.subarray(at, at + 1 + random.below(CHUNK_BYTES));
}

function write(bytes: Uint8Array, at: number, value: number): Uint8Array {
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).writeUInt32BE(value, at);
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
