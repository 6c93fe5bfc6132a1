import type { Address, AddressRange } from '../handle/address-range.ts';

/** Bytes of a range: its family, the length of its prefix, the address. */
const RANGE_BYTES = 18;
const ADDRESS_AT = 2;

/** Ranges of addresses in a row of bytes: as objects they would take thirty times their text. */
export class AddressList {
  readonly #bytes: Uint8Array;

  constructor(ranges: readonly AddressRange[]) {
    this.#bytes = new Uint8Array(ranges.length * RANGE_BYTES);
    for (const [position, { family, prefixLength, bytes }] of ranges.entries()) {
      const at = position * RANGE_BYTES;
      this.#bytes[at] = family;
      this.#bytes[at + 1] = prefixLength;
      this.#bytes.set(bytes, at + ADDRESS_AT);
    }
  }

  get length(): number {
    return this.#bytes.length / RANGE_BYTES;
  }

  /** Whether the address lies in one of them; one family never contains the other. */
  has({ family, bytes }: Address): boolean {
    for (let at = 0; at < this.#bytes.length; at += RANGE_BYTES) {
      if (this.#bytes[at] === family && this.#isWithin(at, family === 4 ? 12 : 0, bytes))
        return true;
    }
    return false;
  }

  #isWithin(at: number, first: number, address: Uint8Array): boolean {
    let bits = this.#bytes[at + 1] ?? 0;
    for (let position = first; bits > 0; position += 1, bits -= 8) {
      const difference = (address[position] ?? 0) ^ (this.#bytes[at + ADDRESS_AT + position] ?? 0);
      if (difference >> Math.max(0, 8 - bits) !== 0) return false;
    }
    return true;
  }
}

export const NO_ADDRESSES = new AddressList([]);
