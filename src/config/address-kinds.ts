import { parseAddressRange } from '../handle/address-range.ts';
import { createAddressGuard } from '../transport/address-guard.ts';
import { listOf, textThat } from './kind.ts';

/** `10.0.0.0/8,192.0.2.7` */
export const proxyRanges = listOf(
  textThat('CIDR', 'an address range', (entry) => parseAddressRange(entry) !== undefined),
  'CIDR,…',
  'a list of addresses or networks, such as 10.0.0.0/8 or 192.0.2.7',
);

/** `10.20.0.0/16:2641,[fd00::]/8` */
export const upstreamRanges = listOf(
  textThat('CIDR[:port]', 'an address range', isUpstreamRange),
  'CIDR[:port],…',
  'a list of addresses or networks with or without a port, such as 10.0.0.0/8 or [fd00::]/8:2641',
);

function isUpstreamRange(entry: string): boolean {
  try {
    createAddressGuard([entry]);
    return true;
  } catch {
    return false;
  }
}
