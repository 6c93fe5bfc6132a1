import type { Handle } from '../handle/handle.ts';
import type { Complaint } from '../xml/complaint.ts';
import { allText, childElements, ownText, type XmlElement } from '../xml/element.ts';
import { readXml } from '../xml/read-xml.ts';
import type { XmlRoom } from '../xml/xml-room.ts';
import type { Include, Location, LocationRoot } from './location.ts';
import { isLocationElement, parseLocation } from './parse-location.ts';
import type { RecordRoom } from './record-room.ts';

/** Reads the XML of a 10320/loc value. @returns undefined when it cannot be read */
export function parseRoot(
  text: string,
  room: RecordRoom,
  complain: Complaint,
): LocationRoot | undefined {
  const root = readRoot(text, room.xml, complain);
  if (root === undefined) return undefined;
  const locations: Location[] = [];
  for (const element of childElements(root).filter(isLocationElement)) {
    const location = parseLocation(element, room.addresses, complain);
    if (location === undefined) continue;
    locations.push(location);
    room.addresses -= location.addresses.length;
  }
  return {
    name: root.name,
    attributes: root.attributes,
    locations,
    includes: [
      ...handlesIn(root, 'includeNamespace').map((handle): Include => {
        return { handle, what: 'namespace' };
      }),
      ...handlesIn(root, 'include').map((handle): Include => ({ handle, what: 'locations' })),
    ],
    overridePrefix: handlesIn(root, 'overridePrefix'),
    namespaceFallback: handlesIn(root, 'nshdl'),
  };
}

/** The element whose children are locations or links, however sloppily it is written. */
export function readRoot(text: string, room: XmlRoom, complain: Complaint): XmlElement | undefined {
  const xml = readXml(text, room);
  if (!xml.ok) {
    complain(xml.message);
    return undefined;
  }
  const [root] = xml.roots;
  // Locations without anything around them.
  if (isLocationElement(root)) {
    return { name: 'locations', attributes: new Map(), content: xml.roots };
  }
  const wrapped = ownText(root);
  if (childElements(root).length > 0 || !wrapped.startsWith('<')) return root;
  // Locations inside of CDATA.
  const inner = readXml(`<${root.name}>${wrapped}</${root.name}>`, room);
  return inner.ok ? { ...root, content: inner.roots[0].content } : root;
}

/** The handles an attribute and child elements of that name hold; the attribute's comes first. */
function handlesIn(root: XmlElement, name: string): readonly Handle[] {
  const attribute = root.attributes.get(name)?.trim() ?? '';
  const children = childElements(root).filter((child) => child.name === name);
  return [attribute, ...children.map(allText)].filter((handle) => handle !== '');
}
