import { type AddressRange, parseAddressRange } from '../handle/address-range.ts';
import type { Complaint } from '../xml/complaint.ts';
import type { XmlElement } from '../xml/element.ts';
import { AddressList, NO_ADDRESSES } from './address-list.ts';
import { limitWeight, parseNumber, parseStatus } from './attribute-values.ts';
import { MAX_HREF_CHARACTERS } from './limits.ts';
import type { Location } from './location.ts';

/** The names of the elements that are locations, in any case. */
export function isLocationElement(element: XmlElement): boolean {
  return /^(?:location|loc_template)$/i.test(element.name);
}

/**
 * Prepares a location for choosing.
 *
 * @param room how many ranges of addresses may be read
 * @returns undefined when it leads nowhere
 */
export function parseLocation(
  { name, attributes }: XmlElement,
  room: number,
  complain: Complaint,
): Location | undefined {
  const href = target(attributes, 'href', complain);
  const hrefTemplate = target(attributes, 'href_template', complain);
  if (href === undefined && hrefTemplate === undefined) {
    complain('a location without href is passed over');
    return undefined;
  }
  const status = attributes.get('http_sc');
  return {
    name,
    attributes,
    href,
    hrefTemplate,
    weight: limitWeight(parseNumber(attributes.get('weight')) ?? 1),
    score: parseNumber(attributes.get('score')) ?? 0,
    country: text(attributes, 'country')?.toLowerCase(),
    language: text(attributes, 'language')?.toLowerCase(),
    addresses: parseAddresses(attributes.get('addresses'), room, complain),
    status: status === undefined ? undefined : parseStatus(status),
  };
}

/** A URL value as a location among others. */
export function locationOfUrl(url: string, weight: number, shownWeight: string): Location {
  return {
    name: 'location',
    attributes: new Map([
      ['href', url],
      ['mode', 'legacy'],
      ['weight', shownWeight],
    ]),
    href: url,
    hrefTemplate: undefined,
    weight,
    score: 0,
    country: undefined,
    language: undefined,
    addresses: NO_ADDRESSES,
    status: undefined,
  };
}

function text(attributes: ReadonlyMap<string, string>, name: string): string | undefined {
  return attributes.get(name)?.trim() || undefined;
}

function target(
  attributes: ReadonlyMap<string, string>,
  name: string,
  complain: Complaint,
): string | undefined {
  const found = text(attributes, name);
  if (found === undefined || found.length <= MAX_HREF_CHARACTERS) return found;
  complain(`${name} is longer than any URL`);
  return undefined;
}

function parseAddresses(list: string | undefined, room: number, complain: Complaint): AddressList {
  if (list === undefined) return NO_ADDRESSES;
  const ranges: AddressRange[] = [];
  const items = list.split(',', room + 1);
  if (items.length > room) complain('there are too many addresses');
  for (const item of items.slice(0, room)) {
    if (item.trim() === '') continue;
    const range = parseAddressRange(item);
    if (range === undefined) complain(`${item.trim().slice(0, 60)} is no address and no range`);
    else ranges.push(range);
  }
  return new AddressList(ranges);
}
