import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { earliest } from './freshness.ts';
import { PARSED_XML_FACTOR } from './limits.ts';
import { aliasPosition, type RecordAnswer } from './record-answer.ts';
import type { Found } from './resolution.ts';

/** Estimated bytes of an entry apart from its key and values: object, lists, its place in the cache. */
const ENTRY_BYTES = 650;

/** Estimated bytes of a value apart from its texts and data. */
const VALUE_BYTES = 200;

/** Estimated bytes of a reference apart from its handle. */
const REFERENCE_BYTES = 60;

const BYTES_PER_CHARACTER = 2;

/** Expiry of a value that no later request may be given. */
const NEVER = Number.NEGATIVE_INFINITY;

const NO_DATA = new Uint8Array(0);

/** An answer as it is kept. */
export class CachedRecord implements RecordAnswer {
  readonly kind = 'values';
  readonly values: readonly HandleValue[];
  readonly expiries: readonly number[];
  readonly receivedAt: number;
  readonly authoritative = false;
  readonly certified: boolean;
  readonly fromCache = true;
  readonly namespaces: NamespaceChain;
  /** When the first of the values expires. */
  readonly freshUntil: number;
  /** Where the alias stands in the values, -1 when there is none. */
  readonly aliasAt: number;
  /** What the last plain request was answered with; most are the same. */
  found: Found | undefined = undefined;

  private constructor(answer: RecordAnswer, expiries: readonly number[]) {
    this.values = withOwnData(answer.values, expiries);
    this.expiries = expiries;
    this.receivedAt = answer.receivedAt;
    this.certified = answer.certified;
    this.namespaces = answer.namespaces;
    this.freshUntil = earliest(expiries);
    this.aliasAt = aliasPosition(answer.values);
  }

  /** @returns undefined when none of the values may be kept */
  static of(answer: RecordAnswer): CachedRecord | undefined {
    const expiries = answer.expiries.map((expiry) => (expiry > answer.receivedAt ? expiry : NEVER));
    if (expiries.every((expiry) => expiry === NEVER)) return undefined;
    return new CachedRecord(answer, expiries);
  }

  /** An estimate of the memory that the entry takes. */
  bytesUnder(key: string): number {
    return this.values.reduce(
      (sum, value) => sum + bytesOf(value),
      ENTRY_BYTES + key.length * BYTES_PER_CHARACTER,
    );
  }
}

/**
 * The values with their data in memory of their own: views of a message would keep all of it alive.
 * Of a value that must not be kept only what it is remains, so that a request for it is a miss.
 */
function withOwnData(
  values: readonly HandleValue[],
  expiries: readonly number[],
): readonly HandleValue[] {
  const total = values.reduce((sum, { data }) => sum + data.length, 0);
  const memory = new Uint8Array(total);
  let offset = 0;
  return values.map((value, position) => {
    if (expiries[position] === NEVER) return { ...value, data: NO_DATA };
    memory.set(value.data, offset);
    const data = memory.subarray(offset, offset + value.data.length);
    offset += data.length;
    return { ...value, data };
  });
}

function bytesOf({ type, data, references }: HandleValue): number {
  return references.reduce(
    (sum, { handle }) => sum + REFERENCE_BYTES + handle.length * BYTES_PER_CHARACTER,
    VALUE_BYTES + type.length * BYTES_PER_CHARACTER + data.length * (1 + parsedFactor(type)),
  );
}

/** Locations and links are kept parsed beside their text. */
function parsedFactor(type: string): number {
  return type.startsWith('10320/') || hasType(type, ValueType.namespace) ? PARSED_XML_FACTOR : 0;
}
