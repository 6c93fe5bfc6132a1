import { createHash } from 'node:crypto';
import { encodeSite } from '../protocol/site.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { bootstrapFingerprint } from '../resolver/bootstrap-fingerprint.ts';
import type { FixedSites } from '../resolver/fixed-services.ts';
import type { Trust } from '../resolver/resolver-options.ts';

/** A digest of everything that decides whom answers come from, and whether they had to be signed. */
export function snapshotContext(
  bootstrap: Bootstrap,
  trust: Trust,
  { localSites = [], resolverSite }: FixedSites,
): Uint8Array {
  const textOf = (site: Parameters<typeof encodeSite>[0]) =>
    Buffer.from(encodeSite(site)).toString('base64');
  const parts = [
    bootstrapFingerprint(bootstrap),
    trust,
    localSites.map(({ prefixHandles, site }) => [prefixHandles, textOf(site)]),
    resolverSite === undefined ? '' : textOf(resolverSite),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
