import type { Settings } from '../config/settings.ts';
import { ipAddressText } from '../handle/ip-address.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import type { FixedSites } from '../resolver/fixed-services.ts';
import { isPrivateBootstrap } from '../resolver/private-bootstrap.ts';
import { type AddressGuard, createAddressGuard } from '../transport/address-guard.ts';

/**
 * Which handle servers may be asked: those that the settings allow, and the very doors that the
 * operator's own files of sites name, wherever they are.
 */
export function upstreamGuard(
  { allowPrivateUpstreams }: Pick<Settings, 'allowPrivateUpstreams'>,
  bootstrap: Bootstrap,
  { localSites = [], resolverSite }: FixedSites,
): AddressGuard {
  const guard = createAddressGuard(allowPrivateUpstreams ?? isPrivateBootstrap(bootstrap));
  const sites = localSites.map(({ site }) => site).concat(resolverSite ?? []);
  const named = new Set(
    sites.flatMap(({ servers }) =>
      servers.flatMap(({ address, interfaces }) =>
        interfaces.map(({ port }) => `${ipAddressText(address)} ${port}`),
      ),
    ),
  );
  return (address, port) => named.has(`${address} ${port}`) || guard(address, port);
}
