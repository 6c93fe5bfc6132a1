import { createPrivateKey, type KeyObject } from 'node:crypto';
import { DerTag, derElement, derInteger } from '../protocol/der.ts';

/**
 * The 1024-bit parameters that nearly all DSA keys of handle servers share. Generating others
 * takes seconds; a key under given ones takes no time.
 */
const P = number(
  '_X9TgR11EilS30qcLuzk5_YRt1I870QAwx4_gLZRJmlFXUAiUftZPY1Y-r_F9bow9subVWzXgTuAHTRv8mZgt2uZUKWkn5_oBHsQIsJPu6nX_rfGG_g7V-fGqKYVDwT7g_bTxR7DAjVUE1oWkTL2dfOuK2HXKu_yIgMZndFIAcc',
);
const Q = number('l2BQjxUjC8yykrmCouuEC_BYHPU');
const G = number(
  '9-GghdabPd7LvKtcNrhXuXmUr7v6OuqC-VdMCz0HgmdRWVeOutRZT-ZxBxCBgLRJFnEj6EwoFhO3zwkyjMim4TwWeotUfI0o4KOuHiuzpnWRbqN_C_ohNWLx-2J6ASQ7zKTxvqhRkImog9_hWuWfBpKLZl6Ae1UlZAFMO_7PSSo',
);

/** Bytes of randomness behind a private number: enough more than Q has that no value is likelier. */
export const DSA_SEED_BYTES = 28;

/** id-dsa (RFC 3279), with tag and length. */
const DSA_ALGORITHM = Buffer.from('06072a8648ce380401', 'hex');

/** Of PKCS #8: the integer 0. */
const VERSION = Buffer.from('020100', 'hex');

const OCTET_STRING = 0x04;

/**
 * A DSA-1024 private key under the common parameters, by way of PKCS #8 (RFC 5208), because
 * `generateKeyPair` takes no parameters.
 *
 * @param seed at least {@link DSA_SEED_BYTES} unpredictable bytes
 */
export function dsaPrivateKey(seed: Uint8Array): KeyObject {
  const x = (BigInt(`0x${Buffer.from(seed).toString('hex')}`) % (Q - 1n)) + 1n;
  const parameters = derElement(DerTag.sequence, integer(P), integer(Q), integer(G));
  const key = derElement(
    DerTag.sequence,
    VERSION,
    derElement(DerTag.sequence, DSA_ALGORITHM, parameters),
    derElement(OCTET_STRING, integer(x)),
  );
  return createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' });
}

function number(base64url: string): bigint {
  return BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`);
}

function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  return derInteger(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'));
}
