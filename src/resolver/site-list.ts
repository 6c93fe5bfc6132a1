import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { decodeSite, encodeSite } from '../protocol/site.ts';
import { alternativeSite } from './alternative-site.ts';
import { MAX_SITES } from './limits.ts';

/** Sites in the order they were met, without structural duplicates. */
export class SiteList {
  readonly #sites = new Map<string, Site>();

  get sites(): readonly Site[] {
    return [...this.#sites.values()];
  }

  get size(): number {
    return this.#sites.size;
  }

  /**
   * Adds the site of a value, and the one that its `alt_addr` names.
   *
   * @throws ProtocolError when the value is no site record
   */
  addValue(value: HandleValue): void {
    // A copy, since the site is a view of its bytes: it must not keep a whole message in memory.
    const site = decodeSite(value.data.slice());
    this.addWithAlternative(site);
  }

  /** Adds a site, and the one that its `alt_addr` names. */
  addWithAlternative(site: Site): void {
    this.add(site);
    const alternative = alternativeSite(site);
    if (alternative !== undefined) this.add(alternative);
  }

  add(site: Site): void {
    if (this.#sites.size >= MAX_SITES) return;
    const key = siteKey(site);
    if (!this.#sites.has(key)) this.#sites.set(key, site);
  }

  addAll(sites: Iterable<Site>): void {
    for (const site of sites) this.add(site);
  }
}

/** One text for all lists of the same sites, whatever their order. */
export function sitesKey(sites: readonly Site[]): string {
  return sites.map(siteKey).sort().join(' ');
}

function siteKey(site: Site): string {
  return Buffer.from(encodeSite(site)).toString('base64');
}
