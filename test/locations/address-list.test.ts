import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AddressRange,
  isInRange,
  parseAddress,
  parseAddressRange,
} from '../../src/handle/address-range.ts';
import { AddressList } from '../../src/locations/address-list.ts';

const address = fc
  .oneof(fc.ipV4(), fc.ipV6())
  .map(parseAddress)
  .filter((parsed) => parsed !== undefined);
/** Ranges around an address, so that some hold it. */
const rangeNear = (text: string) =>
  fc
    .integer({ min: 0, max: text.includes(':') ? 128 : 32 })
    .map((length) => parseAddressRange(`${text}/${length}`) as AddressRange);
const ranges = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()).chain(rangeNear), { maxLength: 6 });

it('a list of addresses holds what one of its ranges holds', () => {
  fc.assert(
    fc.property(ranges, address, fc.nat(5), (list, asked, near) => {
      const chosen = list[near];
      for (const one of chosen === undefined ? [asked] : [asked, chosen]) {
        expect(new AddressList(list).has(one)).toBe(list.some((range) => isInRange(one, range)));
      }
    }),
  );
});

it('an empty list holds nothing', () => {
  fc.assert(fc.property(address, (asked) => !new AddressList([]).has(asked)));
});
