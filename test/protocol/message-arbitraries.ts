import fc from 'fast-check';
import type { ProtocolVersion } from '../../src/handle/site.ts';
import type { Credential } from '../../src/protocol/credential.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import type { Request } from '../../src/protocol/request.ts';
import type { RequestDigest } from '../../src/protocol/request-digest.ts';
import type { OutgoingResponse, ResponseBody } from '../../src/protocol/response.ts';
import { ResponseCode } from '../../src/protocol/response-code.ts';
import { bytes, int32, sites, texts, uint8, uint16, uint32, values } from './arbitraries.ts';

/** Versions at which something changes, and others. */
export const versions: fc.Arbitrary<ProtocolVersion> = fc.oneof(
  fc.record({ major: fc.constant(2), minor: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ major: uint8, minor: uint8 }),
);

/** The major version has five bits there, and 0 means none. */
const suggestions: fc.Arbitrary<ProtocolVersion> = fc.record({
  major: fc.integer({ min: 1, max: 31 }),
  minor: uint8,
});

export const envelopes: fc.Arbitrary<Envelope> = fc.record({
  version: versions,
  suggested: suggestions,
  compressed: fc.boolean(),
  encrypted: fc.boolean(),
  truncated: fc.boolean(),
  sessionId: uint32,
  requestId: uint32,
  sequenceNumber: uint32,
  messageLength: fc.integer({ min: 0, max: 262_144 }),
});

/** What requests and responses have in common. */
const common = {
  version: versions,
  suggested: suggestions,
  sessionId: uint32,
  requestId: uint32,
  flags: uint32,
  siteSerial: uint16,
  recursionCount: uint8,
  expiration: uint32,
};

export const resolutions: fc.Arbitrary<Request> = fc.record({
  ...common,
  opcode: fc.constant(Opcode.resolution),
  handle: texts,
  selection: fc.record({
    types: fc.array(texts, { maxLength: 5 }),
    indexes: fc.array(int32, { maxLength: 5 }),
  }),
});

export const requestDigests: fc.Arbitrary<RequestDigest> = fc.oneof(
  digests(0, 0, 64),
  digests(1, 16, 16),
  digests(2, 20, 20),
  digests(3, 32, 32),
);

function digests(algorithm: number, minLength: number, maxLength: number) {
  return fc.record({
    algorithm: fc.constant(algorithm),
    digest: fc.uint8Array({ minLength, maxLength }),
  });
}

interface Outcome {
  readonly opcode: number;
  readonly responseCode: number;
  readonly body: ResponseBody;
}

const NOT_ERRORS: readonly number[] = [
  0,
  ResponseCode.success,
  ResponseCode.serviceReferral,
  ResponseCode.prefixReferral,
  ResponseCode.authenticationNeeded,
  // Sent as another number below 2.5.
  ResponseCode.invalidValue,
];

const successes: fc.Arbitrary<Outcome> = fc.oneof(
  outcomes(
    fc.constant(Opcode.resolution),
    fc.record({
      kind: fc.constant('values' as const),
      handle: texts,
      values: fc.array(values, { maxLength: 4 }),
    }),
  ),
  outcomes(
    fc.constant(Opcode.siteInfo),
    fc.record({ kind: fc.constant('site' as const), site: sites }),
  ),
  outcomes(
    uint32.filter((opcode) => opcode !== Opcode.resolution && opcode !== Opcode.siteInfo),
    fc.record({ kind: fc.constant('other' as const), bytes }),
  ),
);

const errors: fc.Arbitrary<Outcome> = fc.record({
  opcode: uint32,
  responseCode: fc
    .oneof(fc.constantFrom(...Object.values(ResponseCode)), uint32)
    .filter((code) => !NOT_ERRORS.includes(code)),
  body: fc.record({
    kind: fc.constant('error' as const),
    message: texts,
    indexes: fc.array(int32, { maxLength: 3 }),
  }),
});

const referrals: fc.Arbitrary<Outcome> = fc.record({
  opcode: uint32,
  responseCode: fc.constantFrom(ResponseCode.serviceReferral, ResponseCode.prefixReferral),
  body: fc.record({
    kind: fc.constant('referral' as const),
    referralHandle: texts,
    values: fc.option(fc.array(values, { maxLength: 3 }), { nil: undefined }),
  }),
});

const challenges: fc.Arbitrary<Outcome> = fc.record({
  opcode: uint32,
  responseCode: fc.constant(ResponseCode.authenticationNeeded),
  body: fc.record({ kind: fc.constant('challenge' as const), nonce: bytes }),
});

function outcomes(opcode: fc.Arbitrary<number>, body: fc.Arbitrary<ResponseBody>) {
  return fc.record({ opcode, responseCode: fc.constant(ResponseCode.success), body });
}

/** Answers of every kind that their version can express. */
export const responses: fc.Arbitrary<OutgoingResponse> = fc
  .tuple(
    fc.record({ ...common, requestDigest: requestDigests }, { requiredKeys: requiredKeys() }),
    fc.oneof(successes, errors, referrals, challenges),
  )
  .map(([response, outcome]) => expressible({ ...response, ...outcome }));

function requiredKeys() {
  return Object.keys(common) as (keyof typeof common)[];
}

/** Prefix referrals exist from 2.5 on, and challenges with a digest only. */
function expressible(response: OutgoingResponse): OutgoingResponse {
  if (response.responseCode === ResponseCode.prefixReferral) {
    return { ...response, version: { major: 2, minor: 11 } };
  }
  if (response.responseCode === ResponseCode.authenticationNeeded) {
    return { ...response, requestDigest: { algorithm: 1, digest: new Uint8Array(16) } };
  }
  return response;
}

export const credentials: fc.Arbitrary<Credential> = fc.record({
  version: uint8,
  reserved: uint8,
  options: uint16,
  signer: texts,
  counter: uint32,
  type: texts,
  algorithm: texts,
  signature: bytes,
});
