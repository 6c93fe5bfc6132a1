import { describe, expect, it } from 'vitest';
import { type CountryClues, visitorCountry } from '../../src/country/visitor-country.ts';

const countries = {
  countryOf: (address: string) => ({ '192.0.2.1': 'DE', '198.51.100.1': 'FR' })[address],
};

function countryOf(clues: Partial<CountryClues>): string | undefined {
  return visitorCountry(
    { country: undefined, ip: undefined, clientAddress: '192.0.2.1', ...clues },
    countries,
  );
}

describe('the country of a visitor', () => {
  it('is that of the client’s address', () => {
    expect(countryOf({})).toBe('DE');
  });

  it('is that of the address in the link, if it is a literal one', () => {
    expect(countryOf({ ip: '198.51.100.1' })).toBe('FR');
    expect(countryOf({ ip: 'host.example.org' })).toBe('DE');
  });

  it('is that in the link, before all else', () => {
    expect(countryOf({ country: 'gb', ip: '198.51.100.1' })).toBe('gb');
    expect(countryOf({ country: ' ' })).toBe('DE');
  });

  it('is unknown without a database', () => {
    const clues = { country: undefined, ip: undefined, clientAddress: '192.0.2.1' };
    expect(visitorCountry(clues, undefined)).toBeUndefined();
  });
});
