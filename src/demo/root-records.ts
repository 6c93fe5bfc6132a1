import { type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { ValueType } from '../handle/value-type.ts';
import { encodeSite } from '../protocol/site.ts';
import { makeValue, withAdded, withGiven } from './make-value.ts';
import { certificate, recordSignature, type Signer } from './record-signature.ts';
import type { ServerKey } from './server-key.ts';

/** Where keys, certificates and signatures stand by custom. */
export const KEY_INDEX = 300;
export const CERTIFICATE_INDEX = 400;
export const SIGNATURE_INDEX = 401;
const ROOT_KEY_INDEX = 301;
const SITE_INDEX = 3;

/** The two records that every client begins with, and who vouches for them. */
export interface RootRecords {
  readonly records: readonly (readonly [Handle, readonly HandleValue[]])[];
  /** The root itself: what it signs leads straight to the key in the bootstrap. */
  readonly signer: Signer;
}

/**
 * The root's own records, signed as HS_SIGNATURE has it: its key and the certificate it gives
 * itself, and its site.
 *
 * @param given values for a handle that the records file has
 * @param now in milliseconds since 1970
 */
export function rootRecords(
  key: ServerKey,
  site: Site,
  given: (handle: Handle) => readonly HandleValue[],
  now: number,
): RootRecords {
  const keys = withGiven(
    [makeValue(ROOT_KEY_INDEX, ValueType.pubkey, key.record)],
    given(ROOT_HANDLE),
  );
  const name = `${keys[0]?.index}:${ROOT_HANDLE}`;
  const itself: Signer = { name, privateKey: key.privateKey, chain: [] };
  const text = certificate(itself, { ...itself, rights: [{ perm: 'everything' }] }, now);
  const trust = withAdded(keys, makeValue(CERTIFICATE_INDEX, ValueType.cert, text));
  const signer: Signer = { ...itself, chain: [`${trust.at(-1)?.index}:${ROOT_HANDLE}`] };
  const sites = withGiven(
    [makeValue(SITE_INDEX, ValueType.site, encodeSite(site))],
    given(ROOT_PREFIX_HANDLE),
  );
  return {
    signer,
    records: [
      [ROOT_HANDLE, withSignature(signer, ROOT_HANDLE, trust, now)],
      [ROOT_PREFIX_HANDLE, withSignature(signer, ROOT_PREFIX_HANDLE, sites, now)],
    ],
  };
}

/** The values and a signature of them. */
export function withSignature(
  signer: Signer,
  handle: Handle,
  values: readonly HandleValue[],
  now: number,
): readonly HandleValue[] {
  const text = recordSignature(signer, handle, values, now);
  return withAdded(values, makeValue(SIGNATURE_INDEX, ValueType.signature, text));
}
