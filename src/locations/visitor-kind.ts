import { acceptsAnything, isBrowserName } from './accept.ts';
import type { LocationSet } from './location-set.ts';
import type { Visitor } from './visitor.ts';

const SEPARATOR = '\n';

/**
 * Says what of a visitor without parameters decides where the set leads. All of whom the same is said
 * get the same, unless chance decides; so it need be decided but once.
 *
 * @returns undefined when the set looks at addresses: there are as many kinds as visitors then
 */
export function visitorKinds({
  dependsOn: { accept, acceptLanguage },
  locations,
}: LocationSet): ((visitor: Visitor) => string) | undefined {
  if (locations.some(({ addresses }) => addresses.length > 0)) return undefined;
  const country = locations.some((location) => location.country !== undefined);
  return (visitor) => {
    let kind = '';
    if (country) kind += visitor.country() ?? '';
    if (accept) kind += SEPARATOR + programOf(visitor);
    if (acceptLanguage) kind += SEPARATOR + (visitor.acceptLanguage ?? '');
    return kind;
  };
}

/** Only who accepts anything is told apart by name; in that case the header itself says nothing. */
function programOf({ accept = '', userAgent }: Visitor): string {
  if (!acceptsAnything(accept)) return accept;
  return isBrowserName(userAgent) ? '*/*' : '';
}
