import { type Site, siteAttribute } from '../handle/site.ts';

/** The attribute for one server (`domain.0`), else the one for the whole site (`domain`). */
export function serverAttribute(site: Site, name: string, position: number): string | undefined {
  return siteAttribute(site, `${name}.${position}`) ?? siteAttribute(site, name);
}

/** Who a site is, for people: its `desc` attribute where it has one. */
export function siteDescription(site: Site): string | undefined {
  return siteAttribute(site, 'desc') || undefined;
}
