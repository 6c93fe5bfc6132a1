import { decodeAdminRecord, encodeAdminRecord } from '../../src/protocol/admin-record.ts';
import { decodeCredential, encodeCredential } from '../../src/protocol/credential.ts';
import { decodeLocalInfo, encodeLocalInfo } from '../../src/protocol/files/local-info.ts';
import { decodeRootInfo, encodeRootInfo } from '../../src/protocol/files/root-info.ts';
import { publicKeyFromJwk, publicKeyToJwk } from '../../src/protocol/json/jwk.ts';
import { objectAt } from '../../src/protocol/json/members.ts';
import { recordFromJson, recordToJson } from '../../src/protocol/json/record-json.ts';
import { siteFromJson, siteToJson } from '../../src/protocol/json/site-json.ts';
import { valueFromJson, valueToJson } from '../../src/protocol/json/value-json.ts';
import { decodePublicKey, encodePublicKey, toKeyObject } from '../../src/protocol/public-key.ts';
import { Reader } from '../../src/protocol/reader.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { verifyResponse } from '../../src/protocol/signature.ts';
import { decodeSite, encodeSite } from '../../src/protocol/site.ts';
import { decodeCertificate } from '../../src/protocol/trust/certificate.ts';
import { claimsIn, claimsToJson } from '../../src/protocol/trust/claims.ts';
import { decodeSignedRecord } from '../../src/protocol/trust/signed-record.ts';
import { decodeValue, valueBytes } from '../../src/protocol/value.ts';
import { decodeVlist, encodeVlist } from '../../src/protocol/vlist.ts';
import { dataOf, jsonOf, membersOf, seedsOf } from './corpus.ts';
import type { FuzzRandom } from './fuzz-random.ts';
import { MESSAGE_TARGETS } from './message-targets.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';
import { reassemblyTarget } from './reassembly-target.ts';
import type { Target } from './target.ts';

/** Something that is decoded from bytes and written back. */
function bytesTarget<Value>(
  name: string,
  seeds: readonly Uint8Array[],
  decode: (bytes: Uint8Array) => Value,
  encode: (value: Value) => Uint8Array,
): Target {
  return {
    name,
    weight: 4,
    draw: (random: FuzzRandom) => mutateBytes(random, random.pick(seeds), seeds),
    run: (input) => encode(decode(input as Uint8Array)),
  };
}

/** Something that is decoded from bytes and written by others only. */
function readTarget(
  name: string,
  seeds: readonly Uint8Array[],
  decode: (bytes: Uint8Array) => unknown,
): Target {
  return {
    name,
    weight: 2,
    draw: (random: FuzzRandom) => mutateBytes(random, random.pick(seeds), seeds),
    run(input) {
      decode(input as Uint8Array);
      return undefined;
    },
  };
}

/** Something that is read from JSON and written back. */
function jsonTarget<Value>(
  name: string,
  seeds: readonly string[],
  fromJson: (json: unknown) => Value,
  toJson: (value: Value) => unknown,
): Target {
  return {
    name,
    weight: 3,
    draw: (random: FuzzRandom) => mutateJson(random, random.pick(seeds), seeds),
    run: (input) => JSON.stringify(toJson(fromJson(JSON.parse(input as string)))),
  };
}

const valuesJson = jsonOf('handle-value', 'restJson');
const sitesJson = jsonOf('site-info');
const keysJson = jsonOf('pubkey', 'jwk');
const recordsJson = [
  `{"handle":"20.500.1/a","values":[${valuesJson.join()}]}`,
  `{"handle":"20.500.1/b","values":[${valuesJson[0]}]}`,
];

const signedTexts = seedsOf('trust').filter((bytes) => bytes.length > 0);
const claimsJson = jsonOf('trust', 'payload');
const answers = seedsOf('certified');
const keys = membersOf('certified', 'publicKeyHdl');

/** Costs more than all others, since it really computes. */
const signatureTarget: Target = {
  name: 'signature',
  weight: 1,
  draw(random) {
    const at = random.below(answers.length);
    const key = keys[at] as Uint8Array;
    const answer = answers[at] as Uint8Array;
    const isKeyChanged = random.once(2);
    return [
      isKeyChanged ? answer : mutateBytes(random, answer, answers),
      isKeyChanged ? mutateBytes(random, key, keys) : key,
    ];
  },
  run(input) {
    const [answer, key] = input as [Uint8Array, Uint8Array];
    verifyResponse(decodeResponse(answer), key);
    return undefined;
  },
};

/** Every decoder there is. */
export const TARGETS: readonly Target[] = [
  ...MESSAGE_TARGETS,
  reassemblyTarget,
  signatureTarget,
  bytesTarget(
    'value',
    seedsOf('handle-value'),
    (bytes) => decodeValue(new Reader(bytes)),
    valueBytes,
  ),
  bytesTarget('site', seedsOf('site-info'), decodeSite, encodeSite),
  bytesTarget('admin record', seedsOf('admin-record'), decodeAdminRecord, encodeAdminRecord),
  bytesTarget('vlist', dataOf('HS_VLIST'), decodeVlist, encodeVlist),
  bytesTarget('public key', keys, decodeKey, encodePublicKey),
  bytesTarget(
    'credential',
    membersOf('certified', 'credential'),
    decodeCredential,
    encodeCredential,
  ),
  readTarget('signed record', signedTexts, decodeSignedRecord),
  readTarget('certificate', signedTexts, decodeCertificate),
  jsonTarget('claims', claimsJson, (json) => claimsIn(objectAt(json, 'claims')), claimsToJson),
  bytesTarget('local info', seedsOf('local-info'), decodeLocalInfo, encodeLocalInfo),
  bytesTarget('root info', seedsOf('root-info'), decodeRootInfo, encodeRootInfo),
  jsonTarget('value JSON', valuesJson, valueFromJson, valueToJson),
  jsonTarget('site JSON', sitesJson, siteFromJson, siteToJson),
  jsonTarget('key JSON', keysJson, publicKeyFromJwk, publicKeyToJwk),
  jsonTarget(
    'record JSON',
    recordsJson,
    (json) => recordFromJson(json),
    ({ handle, values }) => recordToJson(handle, values),
  ),
];

/** Also hands the key to OpenSSL. */
function decodeKey(bytes: Uint8Array) {
  const key = decodePublicKey(bytes);
  toKeyObject(key);
  return key;
}
