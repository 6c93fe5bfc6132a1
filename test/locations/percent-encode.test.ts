import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLinkPath } from '../../src/locations/percent-encode.ts';

describe('a handle in a link', () => {
  it.each([
    ['20.500.1/a b', '20.500.1/a%20b'],
    ['20.500.1/a//b/', '20.500.1/a//b/'],
    ['//evil.example/x', '%2F%2Fevil.example%2Fx'],
    ['/x', '%2Fx'],
    ['20.500.1/a/../b', '20.500.1%2Fa%2F..%2Fb'],
    ['20.500.1/..', '20.500.1%2F..'],
    ['20.500.1/...', '20.500.1/...'],
    ['20.500.1/a\\b', '20.500.1/a%5Cb'],
  ])('%j is %j', (handle, path) => {
    expect(encodeLinkPath(handle)).toBe(path);
  });

  it('never leads anywhere else, and comes back as it was', () => {
    const part = fc.constantFrom(
      '/',
      '.',
      '..',
      '\\',
      '%',
      '?',
      '#',
      ':',
      '@',
      'a',
      '20.5',
      'ü',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const handle = parts.join('');
        // A handle that is nothing but dots has no path of its own in any browser.
        fc.pre(!/^\.{1,2}$/.test(handle));
        const url = new URL(`/${encodeLinkPath(handle)}`, 'http://proxy.example');
        expect(url.origin).toBe('http://proxy.example');
        expect(decodeURIComponent(url.pathname.slice(1))).toBe(handle);
      }),
    );
  });
});
