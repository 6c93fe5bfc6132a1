import {
  type AddressRange,
  addressOf,
  isInRange,
  parseAddressRange,
} from '../handle/address-range.ts';
import { parseIpAddress } from '../handle/ip-address.ts';
import { remember } from '../handle/remember.ts';
import { MAX_REMEMBERED_ADDRESSES } from './limits.ts';
import { isPublicAddress } from './public-address.ts';
import { isUpstreamPort } from './upstream-port.ts';

/** Says whether a server may be contacted. @param address an IP literal without brackets */
export type AddressGuard = (address: string, port: number) => boolean;

interface AllowedRange {
  readonly range: AddressRange;
  /** The one port that is meant; undefined for every port that servers may have. */
  readonly port: number | undefined;
}

/** `192.0.2.0/24:2641`, `fd00::/8:2641`, `fd00::/8`, `192.0.2.1:2641`, `192.0.2.1`, `::1`. */
const PLAIN_ENTRY = /^([0-9.]+|[0-9a-f:.]+(?=\/|$))(?:\/([0-9]{1,3}))?(?::([0-9]{1,5}))?$/i;

/** `[::1]:2641`, `[fd00::/8]:2641`, `[fd00::]/8:2641`. */
const BRACKETED_ENTRY =
  /^\[([0-9a-f:.]+)(?:\/([0-9]{1,3})\]|\](?:\/([0-9]{1,3}))?)(?::([0-9]{1,5}))?$/i;

/**
 * Keeps site records, which anybody may write, from sending us to neighbours of ours: private,
 * loopback, link-local and all other addresses that are not public, and ports of other services.
 *
 * @param allow `false`: public addresses only; `true`: any address, at the ports that servers may
 * have; a list of `CIDR[:port]`: public addresses and these. A port that is named is allowed there
 * whatever it is.
 * @throws RangeError naming the entry of the list that is none
 */
export function createAddressGuard(allow: boolean | readonly string[]): AddressGuard {
  const allowed = typeof allow === 'boolean' ? [] : allow.map(allowedRange);
  // Every exchange asks, nearly always about one of few servers.
  const bytesOf = remember(MAX_REMEMBERED_ADDRESSES, parseIpAddress);
  return (text, port) => {
    const bytes = bytesOf(text);
    if (bytes === undefined) return false;
    if (isUpstreamPort(port) && (allow === true || isPublicAddress(bytes))) return true;
    if (allowed.length === 0) return false;
    const address = addressOf(bytes);
    return allowed.some(
      (entry) =>
        isInRange(address, entry.range) &&
        (entry.port === undefined ? isUpstreamPort(port) : port === entry.port),
    );
  };
}

function allowedRange(entry: string): AllowedRange {
  const bracketed = BRACKETED_ENTRY.exec(entry);
  const [, address = '', length, portText] =
    bracketed === null
      ? (PLAIN_ENTRY.exec(entry) ?? [])
      : [entry, bracketed[1], bracketed[2] ?? bracketed[3], bracketed[4]];
  const range = parseAddressRange(length === undefined ? address : `${address}/${length}`);
  const port = portText === undefined ? undefined : Number(portText);
  const hasPort = port === undefined || (port >= 1 && port <= 65_535);
  // Only IPv6 stands in brackets.
  if (range === undefined || !hasPort || (bracketed !== null && !address.includes(':'))) {
    throw new RangeError(
      `${JSON.stringify(entry)} is not of the form CIDR[:port], as in 10.0.0.0/8:2641 or [fd00::/8]:2641`,
    );
  }
  return { range, port };
}
