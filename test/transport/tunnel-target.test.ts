import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/transport/endpoint.ts';
import {
  tunnelHost,
  tunnelName,
  tunnelOrigin,
  tunnelPath,
} from '../../src/transport/tunnel-target.ts';

const HTTP: Endpoint = { protocol: 'http', address: '192.0.2.1', port: 8000 };

describe('the path of the tunnel', () => {
  it.each([
    [undefined, '20.500.1/abc', '/20.500.1%2Fabc'],
    ['', 'x', '/x'],
    ['/', 'x', '/x'],
    ['hdl', 'x', '/hdl/x'],
    ['/hdl/', 'x', '/hdl/x'],
    ['/hdl//', 'x', '/hdl//x'],
    ['/a b?c#d', 'x', '/a%20b%3Fc%23d/x'],
    ['/100%/%41/%4', 'x', '/100%25/%41/%254/x'],
    ['/é', 'x', '/%C3%A9/x'],
    [undefined, "A-z_0.9*~ +%!'()", '/A-z_0.9*%7E%20%2B%25%21%27%28%29'],
    [undefined, 'é\udcff', '/%C3%A9%FF'],
  ])('for %j and %j is %s', (path, handle, expected) => {
    expect(tunnelPath(path, handle)).toBe(expected);
  });

  it('holds nothing but printable ASCII without spaces, whatever the site says', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (path, handle) => {
        expect(tunnelPath(path, handle)).toMatch(/^\/[!-~]*$/);
      }),
    );
  });
});

describe('the Host header', () => {
  it.each([
    [HTTP, '192.0.2.1:8000'],
    [{ ...HTTP, port: 80 }, '192.0.2.1'],
    [{ ...HTTP, port: 443 }, '192.0.2.1:443'],
    [{ ...HTTP, protocol: 'https', port: 443 }, '192.0.2.1'],
    [{ ...HTTP, protocol: 'https', port: 80 }, '192.0.2.1:80'],
    [{ ...HTTP, address: '2001:db8::1' }, '[2001:db8::1]:8000'],
    [{ ...HTTP, host: 'hdl.example' }, 'hdl.example:8000'],
    [{ ...HTTP, host: 'hdl.example', port: 80 }, 'hdl.example'],
    [{ ...HTTP, host: 'bücher.example', port: 80 }, 'xn--bcher-kva.example'],
    [{ ...HTTP, host: '' }, '192.0.2.1:8000'],
    [{ ...HTTP, host: 'a b' }, '192.0.2.1:8000'],
    [{ ...HTTP, host: 'a/b' }, '192.0.2.1:8000'],
    [{ ...HTTP, host: 'a\r\nb: c' }, '192.0.2.1:8000'],
  ] as const)('of %j is %s', (endpoint, expected) => {
    expect(tunnelHost(endpoint)).toBe(expected);
  });

  it('holds nothing that could break out of it, whatever the site says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (host) => {
        expect(tunnelHost({ ...HTTP, host })).toMatch(/^[!-~]+$/);
      }),
    );
  });
});

describe('the name of a server', () => {
  it('is undefined where there is none', () => {
    expect(tunnelName(HTTP)).toBeUndefined();
    expect(tunnelName({ ...HTTP, host: 'no name' })).toBeUndefined();
  });
});

describe('the origin of a server', () => {
  it('has brackets around IPv6', () => {
    expect(tunnelOrigin({ ...HTTP, address: '::1' })).toBe('http://[::1]:8000');
  });
});
