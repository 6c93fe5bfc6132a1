import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redirectTarget } from '../../src/locations/redirect-target.ts';

function locationOf(url: string, append?: string): string {
  const target = redirectTarget(url, append);
  return 'location' in target ? target.location : `refused: ${target.refused}`;
}

describe('the Location made of a URL', () => {
  it.each([
    ['http://e/a?x=1&y=<é>#f', 'http://e/a?x=1&y=%3C%C3%A9%3E#f'],
    ['http://bücher.example/ü', 'http://xn--bcher-kva.example/%C3%BC'],
    ['http://me@bücher.example:8080/', 'http://me@xn--bcher-kva.example:8080/'],
    ['https://example.org/\r\nX-Injected: 1', 'https://example.org/%0D%0AX-Injected:%201'],
    [
      'https://example.org/a b/ünï?x=y z#frag',
      'https://example.org/a%20b/%C3%BCn%C3%AF?x=y%20z#frag',
    ],
    ['https://example.org/%E2%82%AC?a=%26&b=%', 'https://example.org/%E2%82%AC?a=%26&b=%'],
    ['https://example.org/"\\^`{|}', 'https://example.org/%22%5C%5E%60%7B%7C%7D'],
    ['https://example.org/😀', 'https://example.org/%F0%9F%98%80'],
    [' \thttps://example.org/x \n', 'https://example.org/x'],
    ['HTTPS://Example.ORG/X', 'HTTPS://Example.ORG/X'],
    ['https://[2001:db8::1]:8443/x', 'https://[2001:db8::1]:8443/x'],
    ['ftp://ftp.example.org/pub', 'ftp://ftp.example.org/pub'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['ni://example.com/sha-256;f4OxZX_x', 'http://example.com/.well-known/ni/sha-256/f4OxZX_x'],
    [
      'ni://example.com/sha-256-32;f4OxZQ?ct=text/plain',
      'http://example.com/.well-known/ni/sha-256-32/f4OxZQ?ct=text/plain',
    ],
  ])('%j is %s', (url, location) => {
    expect(locationOf(url)).toBe(location);
  });

  it.each([
    ['', 'no-url'],
    ['   ', 'no-url'],
    ['not-a-url/at all', 'no-url'],
    ['//example.org/x', 'no-url'],
    ['/x', 'no-url'],
    ['http:', 'no-url'],
    ['http://', 'no-url'],
    ['http:///x', 'no-url'],
    ['http:/example.org', 'no-url'],
    ['http:\\\\example.org', 'no-url'],
    ['http://exa mple.org/', 'no-url'],
    ['http://example.org:99999/', 'no-url'],
    ['mailto:', 'no-url'],
    ['ni:///sha-256;f4Ox', 'no-url'],
    ['javascript:alert(1)', 'scheme'],
    ['JavaScript:alert(1)', 'scheme'],
    ['data:text/html,<script>alert(1)</script>', 'scheme'],
    ['vbscript:x', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['urn:isbn:0', 'scheme'],
    ['java\tscript:alert(1)', 'no-url'],
  ])('%j is none (%s)', (url, reason) => {
    expect(redirectTarget(url)).toEqual({ refused: reason });
  });

  it('comes with the address as its publisher wrote it', () => {
    expect(redirectTarget('http://bücher.example/ü')).toMatchObject({
      text: 'http://bücher.example/ü',
    });
  });
});

describe('what a visitor appends', () => {
  it.each([
    ['http://u', '?a=b', 'http://u?a=b'],
    ['http://u', '#a', 'http://u#a'],
    ['http://u', '/a', 'http://u/a'],
    ['http://u', 'a+b', 'http://u/a+b'],
    ['http://u', '.evil.example', 'http://u/.evil.example'],
    ['http://u', ':81/', 'http://u/:81/'],
    ['http://u', '@evil.example', 'http://u/@evil.example'],
    ['http://u', '\\evil.example', 'http://u/%5Cevil.example'],
    ['http://u?x=1', '@evil.example', 'http://u?x=1@evil.example'],
    ['https://example.org/base', 'x y', 'https://example.org/basex%20y'],
    ['https://example.org/base?p=1', '&q=2', 'https://example.org/base?p=1&q=2'],
    ['https://example.org/base', '/foo ', 'https://example.org/base/foo'],
    ['mailto:a@example.org', ',b@example.org', 'mailto:a@example.org'],
  ])('%s and %s make %s', (url, append, location) => {
    expect(locationOf(url, append)).toBe(location);
  });
});

describe('whatever the record and the visitor say', () => {
  const authority = fc.constantFrom(
    'http://example.org',
    'https://me@example.org:8443',
    'ftp://e.x',
  );

  it('the Location is printable ASCII', () => {
    fc.assert(
      fc.property(
        authority,
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (start, path, append) => {
          expect(locationOf(`${start}/${path}`, append)).toMatch(/^[\x21-\x7e]+$/);
        },
      ),
    );
  });

  it('an appendix changes neither scheme nor userinfo nor host nor port', () => {
    fc.assert(
      fc.property(authority, fc.string({ unit: 'binary' }), (start, append) => {
        const before = new URL(start);
        const after = new URL(locationOf(start, append));
        expect([after.protocol, after.username, after.host]).toEqual([
          before.protocol,
          before.username,
          before.host,
        ]);
      }),
    );
  });
});
