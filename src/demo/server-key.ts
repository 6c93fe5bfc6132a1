import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { PublicKey } from '../handle/public-key.ts';
import { encodePublicKey, fromKeyObject } from '../protocol/public-key.ts';
import { DSA_SEED_BYTES, dsaPrivateKey } from './dsa-key.ts';

const generate = promisify(generateKeyPair);

/** The least that today's clients accept without a frown. */
const RSA_BITS = 2048;

/** What a server signs with, and what it publishes so that others can verify. */
export interface ServerKey {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
  /** The public key as it stands in a site record and in HS_PUBKEY. */
  readonly record: Uint8Array;
}

/** A fresh RSA-2048 key; several at once are generated side by side. */
export async function rsaServerKey(): Promise<ServerKey> {
  const { privateKey } = await generate('rsa', { modulusLength: RSA_BITS });
  return serverKey(privateKey);
}

/** A fresh DSA-1024 key, such as older servers have. */
export function dsaServerKey(): ServerKey {
  return serverKey(dsaPrivateKey(randomBytes(DSA_SEED_BYTES)));
}

function serverKey(privateKey: KeyObject): ServerKey {
  const publicKey = fromKeyObject(privateKey);
  return { privateKey, publicKey, record: encodePublicKey(publicKey) };
}
