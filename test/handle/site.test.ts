import { describe, expect, it } from 'vitest';
import { isPrimary, type Site, siteAttribute } from '../../src/handle/site.ts';

const site: Site = {
  version: 1,
  protocolVersion: { major: 2, minor: 11 },
  serialNumber: 1,
  flags: 0x40,
  hashOption: 2,
  hashFilter: '',
  attributes: [
    { name: 'desc', value: 'first' },
    { name: 'desc', value: 'second' },
  ],
  servers: [],
};

describe('siteAttribute', () => {
  it('finds the first attribute of that name', () => {
    expect(siteAttribute(site, 'desc')).toBe('first');
  });

  it('tells apart the case of names', () => {
    expect(siteAttribute(site, 'DESC')).toBeUndefined();
  });
});

describe('isPrimary', () => {
  it('looks at the primary flag and not at the multi-primary one', () => {
    expect(isPrimary(site)).toBe(false);
    expect(isPrimary({ ...site, flags: 0x80 })).toBe(true);
  });
});
