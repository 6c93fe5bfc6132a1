import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { earliest, hasCome } from './freshness.ts';
import { PARSED_XML_FACTOR } from './limits.ts';
import { aliasPosition, type RecordAnswer } from './record-answer.ts';
import type { Origin } from './record-entry.ts';
import type { Found } from './resolution.ts';

/** Measured bytes of a record that is ready for use, apart from its values: objects, lists, the answer. */
const RECORD_BYTES = 720;

/** Measured bytes of a value apart from its type and data. */
const VALUE_BYTES = 210;

/** Measured bytes of a reference apart from its handle. */
const REFERENCE_BYTES = 60;

/** A cached record, ready for use. */
export class CachedRecord implements RecordAnswer {
  readonly kind = 'values';
  readonly values: readonly HandleValue[];
  readonly expiries: readonly number[];
  readonly receivedAt: number;
  readonly authoritative = false;
  readonly certified: boolean;
  readonly cache = 'hit';
  readonly namespaces: NamespaceChain;
  readonly origin: Origin;
  /** When the first of the values expires. */
  readonly freshUntil: number;
  /** From when on it is fetched ahead if somebody asks for it. */
  refreshAt = Number.POSITIVE_INFINITY;
  /** Where the alias stands in the values, -1 when there is none. */
  readonly aliasAt: number;
  /** What the last plain request was answered with; most are the same. */
  found: Found | undefined = undefined;
  /** How often it was asked for. */
  uses = 0;
  /** Whether it was asked for since somebody last looked for what can go. */
  isUsed = false;

  constructor(answer: Omit<RecordAnswer, 'kind' | 'cache' | 'authoritative'>, origin: Origin) {
    this.values = answer.values;
    this.expiries = answer.expiries;
    this.receivedAt = answer.receivedAt;
    this.certified = answer.certified;
    this.namespaces = answer.namespaces;
    this.origin = origin;
    this.freshUntil = earliest(answer.expiries);
    this.aliasAt = aliasPosition(answer.values);
  }

  /** Whether there is nothing to think about in answering with it. @param now milliseconds since 1970 */
  isReady(now: number): boolean {
    return now < this.refreshAt && now < this.freshUntil && hasCome(this.receivedAt, now);
  }

  /** An estimate of the memory that it takes, with what is parsed from it. */
  get bytes(): number {
    return this.values.reduce((sum, value) => sum + bytesOf(value), RECORD_BYTES);
  }
}

function bytesOf({ type, data, references }: HandleValue): number {
  return references.reduce(
    (sum, { handle }) => sum + REFERENCE_BYTES + handle.length,
    VALUE_BYTES + type.length + data.length * (1 + parsedFactor(type)),
  );
}

/** Locations and links are kept parsed beside their text. */
function parsedFactor(type: string): number {
  return type.startsWith('10320/') || hasType(type, ValueType.namespace) ? PARSED_XML_FACTOR : 0;
}
