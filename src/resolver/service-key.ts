import { createHash } from 'node:crypto';
import type { Handle } from '../handle/handle.ts';
import type { Site } from '../handle/site.ts';
import { serverIndex } from '../protocol/server-index.ts';
import type { Service } from './service.ts';
import { sitesKey } from './site-list.ts';

/** Short names for services: the same for all prefixes that the same servers answer for. */
export class ServiceKeys {
  readonly #keys = new WeakMap<Service['sites'], string>();

  of({ sites }: Service): string {
    const known = this.#keys.get(sites);
    if (known !== undefined) return known;
    const key = createHash('sha256').update(sitesKey(sites)).digest('base64');
    this.#keys.set(sites, key);
    return key;
  }

  /** Those of the service's servers that a handle belongs to: where one is gone, others may be well. */
  forHandle(service: Service, handle: Handle): string {
    const key = this.of(service);
    if (!service.sites.some(isDivided)) return key;
    const divided = service.sites.filter(isDivided);
    const indexes = divided.map(({ hashOption, servers }) =>
      serverIndex(handle, hashOption, servers.length),
    );
    return `${key} ${indexes.join(' ')}`;
  }
}

function isDivided({ servers }: Site): boolean {
  return servers.length > 1;
}
