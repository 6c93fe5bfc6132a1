import { describe, expect, it } from 'vitest';
import { leadsBack } from '../../src/http/leads-back.ts';

const back = (location: string, base = '/') =>
  leadsBack(location, ['hdl.example:8080', 'hdl.example'], base, ['20.500.1/x', '20.500.1/alias']);

describe('a URL that leads back', () => {
  it.each([
    'https://hdl.example/20.500.1/x',
    'http://HDL.example:80/20.500.1/x',
    'http://hdl.example:8080/20.500.1/X?index=2#f',
    'https://hdl.example//hdl:20.500.1/x',
    'https://me@hdl.example/20.500.1%2Fx',
    'https://hdl.example/20.500.1/alias',
  ])('%s', (location) => {
    expect(back(location)).toBe(true);
  });

  it('under the path where visitors see the proxy', () => {
    expect(back('https://hdl.example/resolve/20.500.1/x', '/resolve/')).toBe(true);
  });

  it.each([
    'https://other.example/20.500.1/x',
    'https://hdl.example:8081/20.500.1/x',
    'https://hdl.example/20.500.1/y',
    'https://hdl.example/api/handles/20.500.1/x',
    'https://hdl.example/',
    'mailto:hdl.example',
    'https://hdl.example@other.example/20.500.1/x',
  ])('is not %s', (location) => {
    expect(back(location)).toBe(false);
  });
});
