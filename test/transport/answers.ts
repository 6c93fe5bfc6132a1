import { type KeyObject, sign } from 'node:crypto';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { encodeCredential } from '../../src/protocol/credential.ts';
import { ENVELOPE_BYTES, MESSAGE_LENGTH_OFFSET } from '../../src/protocol/envelope.ts';
import { decodeMessage } from '../../src/protocol/message.ts';
import { hasFlag, OpFlag } from '../../src/protocol/op-flag.ts';
import { digestAlgorithmFor, digestOfRequest } from '../../src/protocol/request-digest.ts';
import { encodeResponse, type OutgoingResponse } from '../../src/protocol/response.ts';
import { signedBytes } from '../../src/protocol/signature.ts';
import { minVersion, NEWEST_VERSION } from '../../src/protocol/version.ts';
import type { Arrival } from './scripted-server.ts';

/** A URL value whose data has so many bytes. */
export function valueOfSize(index: number, bytes: number): HandleValue {
  return {
    index,
    timestamp: 1_700_000_000,
    ttlType: 0,
    ttl: 86_400,
    permissions: 0x0e,
    type: 'URL',
    data: new Uint8Array(bytes).fill(0x61),
    references: [],
  };
}

/** So many values, each large enough that three or so make a datagram. */
export function manyValues(count: number, bytes = 200): HandleValue[] {
  return Array.from({ length: count }, (_, i) => valueOfSize(i + 1, bytes));
}

export const ONE_VALUE = manyValues(1, 26);

type Overrides = Partial<Omit<OutgoingResponse, 'requestDigest'>> & {
  values?: readonly HandleValue[];
  /** `false`: leave it out although it was asked for. */
  digest?: OutgoingResponse['requestDigest'] | false;
};

/** A well-formed success for a request, as an honest server writes it, but for the overrides. */
export function answerTo(
  { request, bytes }: Pick<Arrival, 'request' | 'bytes'>,
  overrides: Overrides = {},
  signer?: { privateKey: KeyObject },
): Uint8Array {
  const { values = ONE_VALUE, digest, ...rest } = overrides;
  const version = rest.version ?? minVersion(request.suggested, NEWEST_VERSION);
  const wanted = hasFlag(request.flags, OpFlag.requestDigest) && digest !== false;
  const requestDigest = wanted
    ? (digest ?? digestOfRequest(bytes, digestAlgorithmFor(version)))
    : undefined;
  return encodeResponse(
    {
      version,
      suggested: NEWEST_VERSION,
      requestId: request.requestId,
      opcode: request.opcode,
      responseCode: 1,
      flags: (request.flags & ~OpFlag.requestDigest) >>> 0,
      siteSerial: 1,
      recursionCount: request.recursionCount,
      expiration: Math.floor(Date.now() / 1000) + 43_200,
      body: { kind: 'values', handle: request.handle, values },
      ...rest,
      ...(requestDigest === undefined ? {} : { requestDigest }),
    },
    signer,
  );
}

/** Signs an unsigned message with a digest and a type that the protocol's own writer would not use. */
export function signedWith(
  message: Uint8Array,
  privateKey: KeyObject,
  { hash, name, type = 'HS_SIGNED' }: { hash: string; name: string; type?: string },
): Uint8Array {
  const signature = sign(hash, signedBytes(decodeMessage(message), 0), privateKey);
  const credential = encodeCredential({
    version: 0,
    reserved: 0,
    options: 0,
    signer: '',
    counter: 0,
    type,
    algorithm: name,
    signature,
  });
  const signed = Buffer.concat([message, credential]);
  signed.writeUInt32BE(credential.length, message.length - 4);
  signed.writeUInt32BE(signed.length - ENVELOPE_BYTES, MESSAGE_LENGTH_OFFSET);
  return signed;
}

/** The same message with other bytes at one place. */
export function patched(message: Uint8Array, offset: number, ...bytes: number[]): Uint8Array {
  const copy = new Uint8Array(message);
  copy.set(bytes, offset);
  return copy;
}

/** Offsets in envelope and message, for {@link patched}. */
export const At = { requestId: 8, sequenceNumber: 12, messageLength: 16, opcode: 20 } as const;

/** The request id of errors that a server could not attribute. */
export const ANONYMOUS = [255, 255, 255, 255] as const;
