import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { Reader } from '../protocol/reader.ts';
import { decodeSite, encodeSite } from '../protocol/site.ts';
import { decodeValueList, encodeValueList } from '../protocol/value.ts';
import { Writer } from '../protocol/writer.ts';
import { MAX_SITES } from './limits.ts';
import { readTime, writeTime } from './record-entry.ts';

/** The fewest bytes of a site: the length before it. */
const LEAST_SITE_BYTES = 4;

/** When something was learnt about a prefix, and until when it holds; milliseconds since 1970. */
interface Times {
  readonly receivedAt: number;
  readonly freshUntil: number;
}

/** What is shared of a service; the rest follows from the prefix. */
export interface ServiceContent extends Times {
  readonly sites: readonly Site[];
  readonly namespaceValues: readonly HandleValue[];
}

/** The bytes of a service in the shared cache: its times, its sites, its namespace as values. */
export function encodeService(service: ServiceContent): Uint8Array {
  const writer = new Writer();
  writeTimes(writer, service);
  writer.list(service.sites, (into, site) => into.bytes(encodeSite(site)));
  encodeValueList(writer, service.namespaceValues);
  return writer.finish();
}

/** @throws ProtocolError when the bytes are not those of a service */
export function decodeService(bytes: Uint8Array): ServiceContent {
  const reader = new Reader(bytes);
  const service = {
    ...readTimes(reader),
    // Copies, since a site is a view of its bytes: it must not keep a whole read from the network.
    sites: reader.list((from) => decodeSite(from.bytes().slice()), LEAST_SITE_BYTES, MAX_SITES),
    namespaceValues: decodeValueList(reader),
  };
  reader.expectEnd();
  return service;
}

/** That the registry knows no service for a prefix, and why, for people. */
export interface NoSuchPrefixContent extends Times {
  readonly message: string;
}

export function encodeNoSuchPrefix(nothing: NoSuchPrefixContent): Uint8Array {
  const writer = new Writer();
  writeTimes(writer, nothing);
  writer.text(nothing.message);
  return writer.finish();
}

/** @throws ProtocolError when the bytes are of something else */
export function decodeNoSuchPrefix(bytes: Uint8Array): NoSuchPrefixContent {
  const reader = new Reader(bytes);
  const nothing = { ...readTimes(reader), message: reader.text() };
  reader.expectEnd();
  return nothing;
}

function writeTimes(writer: Writer, { receivedAt, freshUntil }: Times): void {
  writeTime(writer, receivedAt);
  writeTime(writer, freshUntil);
}

function readTimes(reader: Reader): Times {
  return { receivedAt: readTime(reader), freshUntil: readTime(reader) };
}
