import type { HandleValue } from '../handle/handle-value.ts';
import { ValueType } from '../handle/value-type.ts';
import { SIGNED_EXAMPLE, SIGNING_PREFIX, WRONGLY_SIGNED_EXAMPLE } from './example-records.ts';
import { makeValue, withAdded } from './make-value.ts';
import { certificate, type Signer } from './record-signature.ts';
import type { RecordStore } from './record-store.ts';
import { CERTIFICATE_INDEX, KEY_INDEX, withSignature } from './root-records.ts';
import type { ServerKey } from './server-key.ts';
import type { ServiceName } from './services.ts';

/**
 * Signs one example record well and one badly, both with the key of their prefix, which the root
 * certifies for that.
 *
 * @param now in milliseconds since 1970
 */
export function signExamples(
  stores: ReadonlyMap<ServiceName, RecordStore>,
  key: ServerKey,
  root: Signer,
  now: number,
): void {
  const prefixHandle = `0.NA/${SIGNING_PREFIX}`;
  const registry = stores.get('root');
  const records = stores.get('plain');
  const prefix = registry?.get(prefixHandle);
  const signed = records?.get(SIGNED_EXAMPLE);
  const wronglySigned = records?.get(WRONGLY_SIGNED_EXAMPLE);
  if (!prefix || !signed || !wronglySigned) return;

  const name = `${KEY_INDEX}:${prefixHandle}`;
  const rights = [{ perm: 'handlesUnderThisPrefix', handle: prefixHandle } as const];
  const text = certificate(root, { name, privateKey: key.privateKey, rights }, now);
  const withKey = withAdded(prefix.values, makeValue(KEY_INDEX, ValueType.pubkey, key.record));
  registry?.set(
    prefixHandle,
    withAdded(withKey, makeValue(CERTIFICATE_INDEX, ValueType.cert, text)),
  );

  const chain = [`${CERTIFICATE_INDEX}:${prefixHandle}`, ...root.chain];
  const signer: Signer = { name, privateKey: key.privateKey, chain };
  records?.set(SIGNED_EXAMPLE, withSignature(signer, SIGNED_EXAMPLE, signed.values, now));
  const others = withSignature(signer, WRONGLY_SIGNED_EXAMPLE, signed.values, now);
  const signature = others.at(-1) as HandleValue;
  records?.set(WRONGLY_SIGNED_EXAMPLE, withAdded(wronglySigned.values, signature));
}
