import { type KeyObject, sign, verify } from 'node:crypto';
import type { PublicKey } from '../../handle/public-key.ts';
import { ProtocolError } from '../errors.ts';
import { base64urlAt } from '../json/bytes-json.ts';
import { type JsonObject, jsonError, listAt, objectAt } from '../json/members.ts';
import { MAX_SIGNATURES_OF_TEXT, MAX_SIGNED_TEXT_BYTES } from '../limits.ts';
import { toKeyObject } from '../public-key.ts';

/** A signed text as it stands in HS_SIGNATURE and HS_CERT (RFC 7515); nobody has verified it. */
export interface Jws {
  /** Its name in the header; one of those in {@link jwsAlgorithm}, or anything else. */
  readonly algorithm: string;
  readonly claims: JsonObject;
  /** What the signature covers. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
}

export interface JwsAlgorithm {
  /** The kind of key it needs. */
  readonly kty: PublicKey['kty'];
  /** As node:crypto calls it. */
  readonly hash: 'sha256' | 'sha384' | 'sha512';
}

/**
 * RS… is RSASSA-PKCS1-v1_5 (RFC 7518 section 3.3), DS… is DSA with the signature in DER, the handle
 * system's own. Deployed software knows RS160, RS128 and their like with SHA-1, too; nothing calls
 * for them, because DSA-1024 keys sign with SHA-256 as well.
 */
const ALGORITHMS: ReadonlyMap<string, JwsAlgorithm> = new Map([
  ['RS256', { kty: 'RSA', hash: 'sha256' }],
  ['RS384', { kty: 'RSA', hash: 'sha384' }],
  ['RS512', { kty: 'RSA', hash: 'sha512' }],
  ['DS256', { kty: 'DSA', hash: 'sha256' }],
  ['DS384', { kty: 'DSA', hash: 'sha384' }],
  ['DS512', { kty: 'DSA', hash: 'sha512' }],
]);

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** @returns undefined for algorithms that are not known, or too weak to be verified */
export function jwsAlgorithm(name: string): JwsAlgorithm | undefined {
  return ALGORITHMS.get(name);
}

/**
 * Reads a signed text: in the compact form, or of the general JSON form its first signature.
 *
 * @throws ProtocolError `json`, `too-long`
 */
export function decodeJws(data: Uint8Array): Jws {
  if (data.length > MAX_SIGNED_TEXT_BYTES) {
    throw new ProtocolError('too-long', `a signed text of ${data.length} bytes`);
  }
  const text = textOf(data, 'the signed text').trim();
  const { header, payload, signature } = text.startsWith('{') ? general(text) : compact(text);
  const { alg } = objectAt(parse(base64urlAt(header, 'header'), 'header'), 'header');
  if (typeof alg !== 'string') throw jsonError('header.alg', 'a string', alg);
  return {
    algorithm: alg,
    claims: objectAt(parse(base64urlAt(payload, 'payload'), 'payload'), 'payload'),
    signedBytes: Buffer.from(`${header}.${payload}`, 'latin1'),
    signature: base64urlAt(signature, 'signature'),
  };
}

/** Signs claims with RS256, or with DS256 where the key is one of DSA. @returns the compact form */
export function encodeJws(claims: JsonObject, privateKey: KeyObject): string {
  const alg = privateKey.asymmetricKeyType === 'dsa' ? 'DS256' : 'RS256';
  const signed = `${base64url({ alg })}.${base64url(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

/**
 * Whether the signature is of these very claims, by this key and with an algorithm that may be used.
 */
export function isSignedBy({ algorithm, signedBytes, signature }: Jws, key: PublicKey): boolean {
  const known = jwsAlgorithm(algorithm);
  if (known?.kty !== key.kty) return false;
  try {
    return verify(known.hash, signedBytes, toKeyObject(key), signature);
  } catch {
    // Numbers that no key has: some are found out only when it is used.
    return false;
  }
}

interface Parts {
  readonly header: unknown;
  readonly payload: unknown;
  readonly signature: unknown;
}

function compact(text: string): Parts {
  const [header, payload, signature, ...more] = text.split('.', 4);
  if (signature === undefined || more.length > 0) {
    throw jsonError('the signed text', 'three parts with dots between them', text);
  }
  return { header, payload, signature };
}

function general(text: string): Parts {
  const { payload, signatures } = objectAt(parseText(text, 'the signed text'), 'the signed text');
  const [first] = listAt(signatures, 'signatures', MAX_SIGNATURES_OF_TEXT, objectAt);
  return { header: first?.protected, payload, signature: first?.signature };
}

function parse(bytes: Uint8Array, path: string): unknown {
  return parseText(textOf(bytes, path), path);
}

function parseText(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw jsonError(path, 'JSON', text);
  }
}

/** Strict: what one reader passes over, another may take for something else. */
function textOf(bytes: Uint8Array, path: string): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new ProtocolError('json', `${path}: UTF-8 expected`);
  }
}

function base64url(json: JsonObject): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
