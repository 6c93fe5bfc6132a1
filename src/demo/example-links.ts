import { type ExampleLink, type PathLink, stays, to } from './example-link.ts';
import { LOCATION_LINKS } from './example-location-links.ts';
import { TEMPLATE_LINKS } from './example-template-links.ts';

/**
 * Links to the example records on a proxy.
 *
 * @param baseUrl of the proxy, with or without a slash at the end
 */
export function exampleLinks(baseUrl: string): readonly ExampleLink[] {
  const base = baseUrl.replace(/\/+$/, '');
  return LINKS.map(({ path, ...link }) => ({ url: base + path, headers: {}, ...link }));
}

const LINKS: readonly PathLink[] = [
  to('one', '/20.500.1/one-url', 'one URL'),
  to('three', '/20.500.1/several-urls', 'several URLs: the lowest index'),
  to('five', '/20.500.1/several-urls?index=5', 'several URLs: chosen by index'),
  to('https://mirror.example.org/', '/20.500.1/sub-type', 'a sub-type of URL'),
  stays(200, '/20.500.1/email', 'no URL: the record page'),
  stays(200, '/20.500.1/email', 'no URL: the record as JSON, for those who ask for it', {
    Accept: 'application/json',
  }),
  stays(200, '/20.500.1/one-url?noredirect', 'the record page on request'),
  stays(200, '/20.500.1/several-urls?type=EMAIL', 'values chosen by type'),

  to('one', '/20.500.1/alias', 'alias'),
  to('one', '/20.500.1/alias-chain', 'alias chain'),
  to('served', '/20.500.1/alias-to-service', 'alias to another service'),
  stays(404, '/20.500.1/alias-loop', 'alias loop'),
  stays(404, '/20.500.1/alias-dangling', 'alias that leads nowhere'),
  stays(200, '/20.500.1/alias?ignore_aliases', 'alias not followed on request'),

  to('one', '/20.500.1/ONE-URL', 'name in any ASCII case'),
  to('one', '/hdl:20.500.1/one-url', 'name with a scheme before it'),
  to(
    'unicode',
    '/20.500.1/%C3%BCn%C3%AFc%C3%B8d%C3%A9-%E6%97%A5%E6%9C%AC%E8%AA%9E',
    'name beyond ASCII',
  ),
  to('hash', '/20.500.1/hash%23tag', 'name with a hash sign'),
  to('percent', '/20.500.1/pct%2541x', 'name with a percent sign'),
  to('question', '/20.500.1/what%3Fa=b', 'name with a question mark'),
  to('space', '/20.500.1/sp%20ace', 'name with a space'),
  to('quote', '/20.500.1/quote%22%3Cx%3E%27', 'name with quotes and brackets'),
  to('backslash', '/20.500.1/back%5Cslash', 'name with a backslash'),
  // Browsers resolve dot segments themselves unless a slash beside them is escaped.
  to('dots', '/20.500.1/dot%2F..%2Fup', 'name with dot segments'),
  to('double-slash', '/20.500.1/a//b', 'name with a double slash'),
  to('trailing-slash', '/20.500.1/trailing/', 'name with a trailing slash'),
  to('punctuation', '/20.500.1/semi;colon&amp+plus', 'name with other punctuation'),
  to('without-slash', '/demo-without-slash', 'name without a slash'),

  stays(404, '/20.500.1/not-there', 'unknown handle'),
  stays(404, '/20.500.99/x', 'unknown prefix'),
  stays(404, '/20.500.1/one-url?type=NOT_THERE', 'values not found'),
  stays(400, '/20.500.1/bad%zzescape', 'malformed escape'),

  to('served', '/20.500.2/served', 'service found through HS_SERV'),
  to('hashed-a', '/20.500.3/a', 'service of two servers'),
  to('hashed-b', '/20.500.3/b', 'service of two servers'),
  to('hashed-c', '/20.500.3/c', 'service of two servers'),
  to('hashed-d', '/20.500.3/d', 'service of two servers'),
  to('old-key', '/20.500.4/old-key', 'service with a DSA key and protocol 2.10'),
  to('derived', '/20.500.4.7/derived', 'derived prefix, referred to by HS_SERV.PREFIX'),
  to('derived-by-site', '/20.500.5.1/derived', 'derived prefix, referred to by HS_SITE.PREFIX'),

  to('medium', '/20.500.1/medium', 'record of several datagrams'),
  to('large', '/20.500.1/large', 'record of 300 values'),
  stays(200, '/20.500.1/large?noredirect', 'record of 300 values'),
  stays(200, '/20.500.1/binary', 'binary data'),
  stays(200, '/20.500.1/administration', 'administrators, groups and keys'),
  to('partly-restricted', '/20.500.1/partly-restricted', 'restricted values left out'),
  stays(404, '/20.500.1/restricted', 'nothing but restricted values'),
  stays(403, '/api/handles/20.500.1/restricted?publicOnly=false', 'restricted values asked for'),
  to('references', '/20.500.1/references', 'references'),
  to('ttl-0', '/20.500.1/ttl-0', 'TTL of zero'),
  to('ttl-short', '/20.500.1/ttl-short', 'short TTL'),
  to('ttl-absolute', '/20.500.1/ttl-absolute', 'absolute TTL'),

  to('base/more?a=b', '/20.500.1/append?urlappend=/more%3Fa%3Db', 'text appended to the URL'),
  to('more', '/20.500.1/append-to-host?urlappend=more', 'text appended to a URL without a path'),
  to(
    'http://xn--bcher-kva.example/%C3%BC?q=%C3%A4%20b',
    '/20.500.1/international',
    'host name beyond ASCII',
  ),
  to('mailto:somebody@example.org', '/20.500.1/mailto', 'mailto'),
  to('ftp://ftp.example.org/pub/', '/20.500.1/ftp', 'ftp'),
  to(
    'http://example.org/.well-known/ni/sha-256/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk',
    '/20.500.1/named-information',
    'named information (RFC 6920)',
  ),
  stays(200, '/20.500.1/javascript', 'scheme that is refused'),
  stays(200, '/20.500.1/relative', 'text that is no URL'),
  to('https://example.org/%0D%0AX-Injected:%201', '/20.500.1/line-end', 'line end in a URL'),
  { ...to('one', '/20.500.1/one-url?redirectionHeaders', 'redirect for scripts'), status: 200 },

  ...LOCATION_LINKS,
  ...TEMPLATE_LINKS,

  to('one', '/20.500.1/one-url?auth', 'authoritative'),
  to('one', '/20.500.1/one-url?cert', 'certified'),
  to('old-key', '/20.500.4/old-key?cert', 'certified, with a DSA key'),
  to('derived', '/20.500.4.7/derived?cert', 'certified, through a referral'),
  to('signed', '/20.500.1/signed', 'signed record'),
  to('signed-wrongly', '/20.500.1/signed-wrongly', 'wrongly signed record'),
  stays(200, '/0.NA/20.500.1', 'prefix record'),

  stays(200, '/api/handles/20.500.1/one-url', 'JSON API'),
  stays(200, '/api/handles/20.500.1/one-url?pretty', 'JSON API: pretty'),
  stays(200, '/api/handles/20.500.1/several-urls?type=EMAIL', 'JSON API: chosen by type'),
  stays(200, '/api/handles/20.500.1/one-url?type=NOT_THERE', 'JSON API: values not found'),
  stays(404, '/api/handles/20.500.1/not-there', 'JSON API: unknown handle'),
  stays(400, '/api/handles/20.500.1/one-url?index=x', 'JSON API: bad parameter'),
  stays(200, '/api/handles/20.500.1/one-url?callback=show', 'JSON API: with a callback'),
  stays(200, '/20.500.1/one-url?action=api', 'JSON API: by action'),
];
