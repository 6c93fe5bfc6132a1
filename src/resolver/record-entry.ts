import type { HandleValue } from '../handle/handle-value.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { Reader } from '../protocol/reader.ts';
import { decodeValueList, encodeValueList } from '../protocol/value.ts';
import { Writer } from '../protocol/writer.ts';
import { CachedRecord } from './cached-record.ts';
import { expiryOf, type TtlBounds } from './freshness.ts';

/** Expiry of a value that no later request may be given. */
const NEVER = Number.NEGATIVE_INFINITY;

/** Milliseconds since 1970 need more than 32 bits. */
const HIGH = 2 ** 32;

const NO_DATA = new Uint8Array(0);

/** How an answer was come by. */
export interface Origin {
  /** Whether somebody asked for it past the cache. */
  readonly pastCache: boolean;
  /** Whether a primary site gave it. */
  readonly authoritative: boolean;
}

/** What is kept of an answer with values. */
export interface RecordToKeep {
  readonly values: readonly HandleValue[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Until when the values may be used at most, whatever their TTLs; `Infinity` when that is all. */
  readonly latest: number;
  readonly origin: Origin;
  readonly certified: boolean;
}

/** When each value expires; one that must not be kept has done so before time began. */
export function keptExpiries(
  { values, receivedAt, latest }: Pick<RecordToKeep, 'values' | 'receivedAt' | 'latest'>,
  bounds: TtlBounds,
): number[] {
  return values.map((value) => {
    const expiry = Math.min(expiryOf(value, receivedAt, bounds), latest);
    return expiry > receivedAt ? expiry : NEVER;
  });
}

/**
 * The bytes of a record in the cache: its times, then its values as they stand in messages. Of a value
 * that must not be kept only what it is remains, so that a request for it is a miss.
 */
export function encodeRecord(
  record: RecordToKeep,
  expiries: readonly number[],
  namespaces: number,
): Uint8Array {
  const writer = new Writer();
  writeOrigin(writer, record.origin);
  writer.uint32(namespaces);
  writeTime(writer, record.receivedAt);
  writeTime(writer, Number.isFinite(record.latest) ? record.latest : 0);
  encodeValueList(
    writer,
    record.values.map((value, position) =>
      expiries[position] === NEVER ? { ...value, data: NO_DATA } : value,
    ),
  );
  return writer.finish();
}

/**
 * @param bytes that nobody else writes to: the values are views of them
 * @param namespacesOf finds the namespaces by their number
 * @returns undefined when the namespaces are gone
 */
export function decodeRecord(
  bytes: Uint8Array,
  certified: boolean,
  namespacesOf: (id: number) => NamespaceChain | undefined,
  bounds: TtlBounds,
): CachedRecord | undefined {
  const reader = new Reader(bytes);
  const origin = readOrigin(reader);
  const namespaces = namespacesOf(reader.uint32());
  if (namespaces === undefined) return undefined;
  const { receivedAt, latest, values } = readRecord(reader);
  const expiries = keptExpiries({ values, receivedAt, latest }, bounds);
  return new CachedRecord({ values, expiries, receivedAt, certified, namespaces }, origin);
}

/**
 * The same for a record that others have kept: what it was before it was encoded, but for its
 * namespaces, whose number means nothing here.
 *
 * @throws ProtocolError when the bytes are not those of a record
 */
export function decodeForeignRecord(bytes: Uint8Array, certified: boolean): RecordToKeep {
  const reader = new Reader(bytes);
  const origin = readOrigin(reader);
  reader.uint32();
  const record = readRecord(reader);
  reader.expectEnd();
  return { ...record, origin, certified };
}

/** When the answer came that the bytes are of, without reading the rest. */
export function receivedAtOf(bytes: Uint8Array): number {
  const reader = new Reader(bytes);
  readOrigin(reader);
  reader.uint32();
  return readTime(reader);
}

/** The number of the namespaces of the record that the bytes are of. */
export function namespacesOf(bytes: Uint8Array): number {
  const reader = new Reader(bytes);
  readOrigin(reader);
  return reader.uint32();
}

function readRecord(reader: Reader): Pick<RecordToKeep, 'receivedAt' | 'latest' | 'values'> {
  return {
    receivedAt: readTime(reader),
    latest: readTime(reader) || Number.POSITIVE_INFINITY,
    values: decodeValueList(reader),
  };
}

/** That there is nothing to keep is kept, too. */
export interface NothingToKeep {
  readonly kind: 'handle-not-found' | 'values-not-found';
  readonly receivedAt: number;
  readonly origin: Origin;
  /** Until when it is believed, in milliseconds since 1970. */
  readonly freshUntil: number;
}

export function encodeNothing(nothing: NothingToKeep, namespaces: number): Uint8Array {
  const writer = new Writer();
  writer.uint8(nothing.kind === 'handle-not-found' ? 1 : 0);
  writeOrigin(writer, nothing.origin);
  writer.uint32(namespaces);
  writeTime(writer, nothing.receivedAt);
  writeTime(writer, nothing.freshUntil);
  return writer.finish();
}

/** @throws ProtocolError when the bytes are of something else */
export function decodeNothing(bytes: Uint8Array): NothingToKeep & { namespaces: number } {
  const reader = new Reader(bytes);
  const nothing = {
    kind: reader.uint8() === 1 ? 'handle-not-found' : 'values-not-found',
    origin: readOrigin(reader),
    namespaces: reader.uint32(),
    receivedAt: readTime(reader),
    freshUntil: readTime(reader),
  } as const;
  reader.expectEnd();
  return nothing;
}

function writeOrigin(writer: Writer, { pastCache, authoritative }: Origin): void {
  writer.uint8((pastCache ? 1 : 0) | (authoritative ? 2 : 0));
}

function readOrigin(reader: Reader): Origin {
  const bits = reader.uint8();
  return { pastCache: (bits & 1) !== 0, authoritative: (bits & 2) !== 0 };
}

/** Milliseconds since 1970, without their fraction. */
export function writeTime(writer: Writer, milliseconds: number): void {
  const whole = Math.floor(milliseconds);
  writer.uint32(Math.floor(whole / HIGH));
  writer.uint32(whole % HIGH);
}

export function readTime(reader: Reader): number {
  return reader.uint32() * HIGH + reader.uint32();
}
