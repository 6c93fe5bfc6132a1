import { writeXml } from '../xml/write-xml.ts';
import { expandHref } from './href-template.ts';
import type { LocationSet } from './location-set.ts';

/** All locations of a set as XML, without choosing: the answer to `action=showurls`. */
export function locationsXml({ rootName, locations, handle }: LocationSet): string {
  return writeXml({
    name: rootName,
    attributes: new Map(),
    content: locations.map(({ name, attributes, href, hrefTemplate }) => ({
      name,
      attributes:
        href === undefined && hrefTemplate !== undefined
          ? new Map([...attributes, ['href', expandHref(hrefTemplate, handle)]])
          : attributes,
      content: [],
    })),
  });
}
