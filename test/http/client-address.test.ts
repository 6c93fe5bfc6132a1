import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientAddressHeader, createClientAddress } from '../../src/http/client-address.ts';

const PROXIES = ['10.0.0.0/8', '2001:db8:1::/48', '::1'];

function clientOf(
  peer: string,
  header: string | undefined,
  name: ClientAddressHeader = 'X-Forwarded-For',
  trustedProxies = PROXIES,
): string {
  return createClientAddress({ trustedProxies, header: name })(peer, header);
}

describe('the client’s address', () => {
  it('is the peer’s when no proxy is trusted, whatever the header says', () => {
    expect(clientOf('10.0.0.1', '1.2.3.4', 'X-Forwarded-For', [])).toBe('10.0.0.1');
  });

  it('is the peer’s when that is no trusted proxy', () => {
    expect(clientOf('192.0.2.1', '1.2.3.4')).toBe('192.0.2.1');
  });

  it('is the first from the right that is no trusted proxy', () => {
    expect(clientOf('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2')).toBe('1.2.3.4');
    expect(clientOf('::1', '1.2.3.4,2001:db8:1::5')).toBe('1.2.3.4');
  });

  it('is the leftmost when all are trusted', () => {
    expect(clientOf('10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
  });

  it('is the proxy that reports what is no address', () => {
    expect(clientOf('10.0.0.1', '1.2.3.4, junk, 10.0.0.2')).toBe('10.0.0.2');
    expect(clientOf('10.0.0.1', '')).toBe('10.0.0.1');
  });

  it('comes without ports, and in one spelling', () => {
    expect(clientOf('::ffff:10.0.0.1', '1.2.3.4:8080')).toBe('1.2.3.4');
    expect(clientOf('10.0.0.1', '[2001:0DB8::0001]:80')).toBe('2001:db8::1');
    expect(clientOf('10.0.0.1', '::ffff:1.2.3.4')).toBe('1.2.3.4');
  });

  it('comes from Forwarded if that is the header', () => {
    const of = (header: string) => clientOf('10.0.0.1', header, 'Forwarded');
    expect(of('for=192.0.2.60;proto=http;by=203.0.113.43')).toBe('192.0.2.60');
    expect(of('For="[2001:db8:cafe::17]:4711", for=10.0.0.2')).toBe('2001:db8:cafe::17');
    expect(of('host="x;for=9.9.9.9"; for="1.2.3.4:80"')).toBe('1.2.3.4');
    expect(of('for=1.2.3.4, for=unknown')).toBe('10.0.0.1');
    expect(of('for=1.2.3.4, for=_hidden')).toBe('10.0.0.1');
    expect(of('proto=https')).toBe('10.0.0.1');
  });

  it('cannot be forged by quotes', () => {
    const of = (header: string) => clientOf('10.0.0.1', header, 'Forwarded');
    expect(of('for=6.6.6.6;x=", for="[2001:db8::1]"')).toBe('2001:db8::1');
    expect(of('for="1.2.3.4:80";host="a, for=6.6.6.6"')).toBe('10.0.0.1');
    expect(of('for=6.6.6.6;x="')).toBe('10.0.0.1');
  });

  it('needs proxies that are addresses or ranges', () => {
    expect(() => clientOf('10.0.0.1', '', 'Forwarded', ['proxy.example.org'])).toThrow(
      'proxy.example.org',
    );
  });

  it('is never what a client says of itself, behind a proxy that appends', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('X-Forwarded-For', 'Forwarded' as const),
        (lie, name) => {
          const said = name === 'Forwarded' ? 'for="198.51.100.7:80"' : '198.51.100.7';
          // A lone quote could swallow what the proxy appends.
          const header = `${lie.replaceAll('"', '')}, ${said}`;
          expect(clientOf('10.0.0.1', header, name as ClientAddressHeader)).toBe('198.51.100.7');
        },
      ),
    );
  });
});
