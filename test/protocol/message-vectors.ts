import { readFileSync } from 'node:fs';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import type { ProtocolVersion } from '../../src/handle/site.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import type { Header } from '../../src/protocol/header.ts';
import { bytesOf, type ValueObject } from './wire-vectors.ts';

/** What the entries about messages hold in `object`; each kind has some of these members. */
export interface MessageObject {
  readonly envelope: EnvelopeObject;
  readonly header: HeaderObject;
  readonly handle: string;
  readonly indexes?: readonly number[];
  readonly types?: readonly string[];
  readonly values?: readonly ValueObject[] | null;
  readonly message?: string;
  readonly referralHandle?: string;
  readonly nonce?: string;
  readonly site?: { readonly serialNumber: number };
  readonly requestDigest?: { readonly alg: number; readonly digest: string };
  readonly requestHex?: string;
  readonly effectiveResponseCode?: number;
  readonly datagrams: readonly string[];
  readonly credential: string;
  readonly signedBytes?: string;
  readonly publicKeyHdl: string;
  readonly sigAlg: string;
  readonly expectValid: boolean;
}

export interface EnvelopeObject {
  readonly majorVersion: number;
  readonly minorVersion: number;
  readonly suggestMajor: number;
  readonly suggestMinor: number;
  readonly compressed: boolean;
  readonly encrypted: boolean;
  readonly truncated: boolean;
  readonly sessionId: number;
  readonly requestId: number;
  readonly sequenceNumber: number;
  readonly messageLength: number;
}

interface HeaderObject {
  readonly opCode: number;
  readonly responseCode: number;
  readonly opFlags: string;
  readonly siteInfoSerial: number;
  readonly recursionCount: number;
  readonly expiration: number;
  readonly bodyLength: number;
}

export interface KeyObjectForms {
  readonly jwk: Readonly<Record<string, string>>;
  readonly spkiDer: string;
}

export interface PrimitiveObject {
  readonly type: 'int4' | 'int2' | 'string' | 'string[]' | 'int4[]';
  readonly value: never;
  readonly unsigned?: number;
}

export interface MessageVector<ObjectType = MessageObject> {
  readonly name: string;
  readonly kind: string;
  readonly object: ObjectType;
  readonly hex: string;
}

const VECTORS: readonly MessageVector<unknown>[] = JSON.parse(
  readFileSync(new URL('../vectors/wire.json', import.meta.url), 'utf8'),
);

/** All entries of these kinds; having none would make tests pass that test nothing. */
export function messageVectors<ObjectType = MessageObject>(
  ...kinds: readonly string[]
): MessageVector<ObjectType>[] {
  const found = VECTORS.filter((vector) => kinds.includes(vector.kind));
  if (found.length === 0) throw new Error(`no vectors of kind ${kinds.join(', ')}`);
  return found as MessageVector<ObjectType>[];
}

export function messageVector<ObjectType = MessageObject>(name: string): MessageVector<ObjectType> {
  const found = VECTORS.find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no vector is named ${name}`);
  return found as MessageVector<ObjectType>;
}

export function envelopeOf(object: EnvelopeObject): Envelope {
  return {
    version: version(object.majorVersion, object.minorVersion),
    suggested: version(object.suggestMajor, object.suggestMinor),
    compressed: object.compressed,
    encrypted: object.encrypted,
    truncated: object.truncated,
    sessionId: object.sessionId,
    requestId: object.requestId,
    sequenceNumber: object.sequenceNumber,
    messageLength: object.messageLength,
  };
}

export function headerOf(object: HeaderObject): Header {
  return {
    opcode: object.opCode,
    responseCode: object.responseCode,
    flags: Number(object.opFlags),
    siteSerial: object.siteInfoSerial,
    recursionCount: object.recursionCount,
    reserved: 0,
    expiration: object.expiration,
    bodyLength: object.bodyLength,
  };
}

export function valuesOf(objects: readonly ValueObject[]): HandleValue[] {
  return objects.map(({ index, timestamp, ttlType, ttl, permissions, type, ...rest }) => ({
    index,
    timestamp,
    ttlType,
    ttl,
    permissions,
    type,
    data: bytesOf(rest.dataHex),
    references: rest.references,
  }));
}

export function version(major: number, minor: number): ProtocolVersion {
  return { major, minor };
}
