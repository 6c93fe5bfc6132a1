import type { Site } from '../handle/site.ts';

/** The first attribute of that name, in this exact spelling. */
export function siteAttribute(site: Site, name: string): string | undefined {
  return site.attributes.find((attribute) => attribute.name === name)?.value;
}

/** The attribute for one server (`domain.0`), else the one for the whole site (`domain`). */
export function serverAttribute(site: Site, name: string, position: number): string | undefined {
  return siteAttribute(site, `${name}.${position}`) ?? siteAttribute(site, name);
}

/** Who a site is, for people: its `desc` attribute where it has one. */
export function siteDescription(site: Site): string | undefined {
  return siteAttribute(site, 'desc') || undefined;
}
