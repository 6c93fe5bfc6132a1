import { readFileSync } from 'node:fs';

interface Vector {
  readonly kind: string;
  readonly object: Readonly<Record<string, unknown>>;
  readonly hex: string;
}

const VECTORS: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../vectors/wire.json', import.meta.url), 'utf8'),
);

/** The bytes of all vectors of these kinds. */
export function seedsOf(...kinds: readonly string[]): Uint8Array[] {
  return some(VECTORS.filter(({ kind }) => kinds.includes(kind)).map(({ hex }) => bytesOf(hex)));
}

/** The bytes that a member of `object` holds in hexadecimal, in all vectors of a kind. */
export function membersOf(kind: string, member: string): Uint8Array[] {
  const texts = VECTORS.filter((vector) => vector.kind === kind).map(
    ({ object }) => object[member],
  );
  return some(texts.filter((text) => typeof text === 'string').map(bytesOf));
}

/** The data of all values of a type, wherever they stand in the vectors. */
export function dataOf(type: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  JSON.stringify(VECTORS, (_, node) => {
    if (node?.type === type && typeof node.dataHex === 'string') found.push(bytesOf(node.dataHex));
    return node;
  });
  return some(found);
}

/** The JSON texts of a member of `object`, or of all of it, in all vectors of a kind. */
export function jsonOf(kind: string, member?: string): string[] {
  const objects = VECTORS.filter((vector) => vector.kind === kind).map(({ object }) => object);
  const nodes = objects.map((object) => (member === undefined ? object : object[member]));
  return some(nodes.filter((node) => node !== undefined).map((node) => JSON.stringify(node)));
}

/** Nothing to begin with would make a run that tests nothing. */
function some<Seed>(seeds: Seed[]): Seed[] {
  if (seeds.length === 0) throw new Error('no vectors to begin with');
  return seeds;
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
