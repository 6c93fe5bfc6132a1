import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { publicKeyToJwk } from '../../src/protocol/json/jwk.ts';
import { decodePublicKey } from '../../src/protocol/public-key.ts';
import { valueDigestInput } from '../../src/protocol/value.ts';

type Records = (handle: string) => Promise<readonly HandleValue[]>;

interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly chain?: readonly string[];
  readonly publicKey?: JsonWebKey;
  readonly digests?: {
    readonly digests: readonly { readonly index: number; readonly digest: string }[];
  };
}

/**
 * Checks HS_SIGNATURE of a record: the digests of its values, and each signature in the chain with
 * the key that the next certificate names, up to the root's own.
 *
 * @returns what is wrong with it; undefined when nothing is
 */
export async function signatureProblem(
  handle: string,
  recordOf: Records,
): Promise<string | undefined> {
  const values = await recordOf(handle);
  const signature = values.find(({ type }) => type === 'HS_SIGNATURE');
  if (signature === undefined) return 'no signature';
  const jws = Buffer.from(signature.data).toString();
  const claims = claimsOf(jws);
  if (claims.sub !== handle) return 'subject';
  for (const { index, digest } of claims.digests?.digests ?? []) {
    const value = values.find((each) => each.index === index);
    const actual = value && createHash('sha256').update(valueDigestInput(value)).digest('base64');
    if (actual !== digest) return `digest of value ${index}`;
  }
  const covered = new Set(claims.digests?.digests.map(({ index }) => index));
  const bare = values.find(({ index, type }) => type !== 'HS_SIGNATURE' && !covered.has(index));
  if (bare !== undefined) return `value ${bare.index} is not signed`;
  return chainProblem(jws, claims.chain ?? [], recordOf);
}

async function chainProblem(
  jws: string,
  chain: readonly string[],
  recordOf: Records,
): Promise<string | undefined> {
  let child = jws;
  for (const reference of chain) {
    const parent = Buffer.from((await valueAt(reference, recordOf)).data).toString();
    const { sub, publicKey } = claimsOf(parent);
    if (sub !== claimsOf(child).iss) return `issuer of ${claimsOf(child).sub}`;
    if (publicKey === undefined || !isSignedBy(child, publicKey)) return `signature by ${sub}`;
    child = parent;
  }
  const { iss, sub, publicKey } = claimsOf(child);
  if (iss !== sub) return 'the chain does not end';
  const root = publicKeyToJwk(decodePublicKey((await valueAt(sub, recordOf)).data));
  return JSON.stringify(publicKey) === JSON.stringify(root) ? undefined : 'root key';
}

async function valueAt(reference: string, recordOf: Records): Promise<HandleValue> {
  const [index, handle = ''] = reference.split(':');
  const value = (await recordOf(handle)).find((each) => each.index === Number(index));
  if (value === undefined) throw new Error(`there is no ${reference}`);
  return value;
}

function claimsOf(jws: string): Claims {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
}

function isSignedBy(jws: string, key: JsonWebKey): boolean {
  const at = jws.lastIndexOf('.');
  const signed = Buffer.from(jws.slice(0, at));
  const signature = Buffer.from(jws.slice(at + 1), 'base64url');
  return verify('sha256', signed, createPublicKey({ key, format: 'jwk' }), signature);
}
