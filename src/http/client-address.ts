import { isInRange, parseAddress, parseAddressRange } from '../handle/address-range.ts';
import { ipAddressText, parseIpAddress } from '../handle/ip-address.ts';
import { remember } from '../handle/remember.ts';
import { MAX_REMEMBERED_CLIENTS } from './limits.ts';

/** The headers in which proxies say whom they speak for; of all others none is believed. */
export type ClientAddressHeader = 'X-Forwarded-For' | 'Forwarded';

export interface ClientAddressOptions {
  /** Addresses and CIDR ranges of the proxies in front; none trusts nobody but the socket. */
  readonly trustedProxies: readonly string[];
  readonly header: ClientAddressHeader;
}

/**
 * Says whom a request comes from.
 *
 * @param peer the address at the other end of the socket
 * @param header the value of the one header, several joined with commas
 */
export type ClientAddress = (peer: string, header: string | undefined) => string;

/** Stands in no address. */
const SEPARATOR = ' ';

/** Entries that are looked at from the right; more proxies than these stand in no row. */
const MAX_ENTRIES = 32;

/**
 * Finds the client behind proxies: from the peer leftwards through the header, the first address
 * that is no trusted proxy. What is no address ends the search at the proxy that reported it.
 *
 * @throws RangeError naming a proxy that is no address and no range
 */
export function createClientAddress(options: ClientAddressOptions): ClientAddress {
  const isTrusted = createTrust(options.trustedProxies);
  const entriesOf = options.header === 'Forwarded' ? forwardedEntries : listEntries;

  const nearest = remember(MAX_REMEMBERED_CLIENTS, (peer) => normalised(peer) ?? peer);
  const behind = remember(MAX_REMEMBERED_CLIENTS, (peerAndHeader) => {
    const [peer = '', ...rest] = peerAndHeader.split(SEPARATOR);
    let client = peer;
    const entries = entriesOf(rest.join(SEPARATOR)).slice(-MAX_ENTRIES);
    for (const entry of entries.reverse()) {
      const address = normalised(withoutPort(entry));
      if (address === undefined) return client;
      client = address;
      if (!isTrusted(client)) return client;
    }
    return client;
  });
  return (peer, header) => {
    const client = nearest(peer);
    if (header === undefined || !isTrusted(client)) return client;
    return behind(client + SEPARATOR + header);
  };
}

/**
 * Whether an address is one of the proxies in front.
 *
 * @throws RangeError naming a proxy that is no address and no range
 */
export function createTrust(trustedProxies: readonly string[]): (address: string) => boolean {
  const ranges = trustedProxies.map((text) => {
    const range = parseAddressRange(text);
    if (range === undefined) throw new RangeError(`${text} is no address and no range`);
    return range;
  });
  return remember(MAX_REMEMBERED_CLIENTS, (text) => {
    const address = parseAddress(text);
    return address !== undefined && ranges.some((range) => isInRange(address, range));
  });
}

function listEntries(header: string): string[] {
  return header.split(',').map((entry) => entry.trim());
}

/**
 * The `for` of each element (RFC 7239 section 4); empty where there is none.
 *
 * Every comma divides, in quotes too: no address holds one, and a client that sends a lone quote
 * must not be able to hide what the proxy behind it appends. An element that is left with half of
 * a quoted string says nothing.
 */
function forwardedEntries(header: string): string[] {
  return header.split(',').map((element) => {
    let address = '';
    let end = 0;
    for (const [whole, name = '', quoted, token = ''] of element.matchAll(PARAMETER)) {
      if (name.toLowerCase() === 'for') address = quoted ?? token;
      end += whole.length;
    }
    return end === element.length ? address : '';
  });
}

const PARAMETER = /\s*([^\s=;"]+)=(?:"([^"]*)"|([^\s;"]*))\s*(?:;|$)/gy;

/** `192.0.2.1:80`, `[2001:db8::1]:80` and `[2001:db8::1]` without what is not the address. */
function withoutPort(entry: string): string {
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(entry) ?? [];
  return bracketed ?? dotted ?? entry;
}

/** One spelling for each address; IPv4-mapped ones as IPv4. */
function normalised(text: string): string | undefined {
  const bytes = parseIpAddress(text);
  return bytes === undefined ? undefined : ipAddressText(bytes);
}
