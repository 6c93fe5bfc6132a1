import { describe, expect, it } from 'vitest';
import { clientNetwork } from '../../src/handle/client-network.ts';

describe('clientNetwork', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0'],
    ['::ffff:192.0.2.77', '192.0.2.0'],
    ['2001:db8:1:2345:6789::1', '2001:db8:1:2300::'],
    ['fe80::1%eth0', 'fe80::'],
    ['::1', '::'],
  ])('cuts %s to %s', (address, network) => {
    expect(clientNetwork(address)).toBe(network);
  });

  it('says nothing about what is no address', () => {
    expect(clientNetwork('somebody')).toBe('-');
  });
});
