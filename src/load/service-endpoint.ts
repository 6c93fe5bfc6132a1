import type { UpstreamProtocol } from '../events.ts';
import { comparisonForm, type Handle, prefixHandleOf } from '../handle/handle.ts';
import { parseIpAddress } from '../handle/ip-address.ts';
import { DoorFinder } from '../resolver/door-finder.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { Service } from '../resolver/service.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { isPublicAddress } from '../transport/public-address.ts';

export interface ServiceEndpointOptions {
  readonly resolver: Resolver;
  readonly protocol: UpstreamProtocol;
  /** Whether servers on public addresses may be asked. */
  readonly allowPublic: boolean;
}

/**
 * Finds out which server answers for a handle. The service of a prefix is looked up once; the handles
 * are then asked for at its servers directly, past every cache of ours.
 */
export function serviceEndpoint({
  resolver,
  protocol,
  allowPublic,
}: ServiceEndpointOptions): (handle: Handle) => Promise<Endpoint> {
  const services = new Map<string, Promise<Service>>();
  const finder = new DoorFinder([protocol], { addressesOf: async () => [] });

  async function find(handle: Handle): Promise<Service> {
    const found = await resolver.serviceOf(handle);
    if (found.kind === 'service') return found.service;
    throw new Error(found.message);
  }

  return async (handle) => {
    const key = comparisonForm(prefixHandleOf(handle));
    let service = services.get(key);
    if (service === undefined) {
      service = find(handle);
      services.set(key, service);
    }
    for (const site of (await service).sites) {
      const [door] = finder.places([site], handle)?.flat() ?? [];
      if (door === undefined) continue;
      const address = parseIpAddress(door.endpoint.address);
      if (!allowPublic && address !== undefined && isPublicAddress(address)) continue;
      return door.endpoint;
    }
    throw new Error(`no server over ${protocol} that may be asked`);
  };
}
