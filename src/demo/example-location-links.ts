import type { ExampleFeature } from './example-features.ts';
import { type ExampleLink, type PathLink, stays, to } from './example-link.ts';

/** A redirect to one of the locations at hosts below example.org. */
function at(
  host: string,
  path: string,
  feature: ExampleFeature,
  headers: ExampleLink['headers'] = {},
): PathLink {
  return to(`https://${host}.example.org/`, path, feature, headers);
}

/** A redirect to one of the hosts in the example of the technical manual. */
function manual(host: string, query: string, feature: ExampleFeature): PathLink {
  return to(`http://${host}.example.com/`, `/20.500.1/manual${query}`, feature);
}

function withStatus(status: number, link: PathLink): PathLink {
  return { ...link, status };
}

/** Who is sent where, and why. */
export const LOCATION_LINKS: readonly PathLink[] = [
  // The references of chapter 12, in its order; the manual once writes uk for gb.
  manual('uk', '?country=gb', 'locations: by country'),
  manual('www1', '', 'locations: by weight'),
  manual('www1', '?locatt=id:1', 'locations: asked for by attribute'),
  manual('uk', '?locatt=id:0', 'locations: asked for by attribute'),
  manual('uk', '?locatt=country:gb', 'locations: asked for by attribute'),
  manual('www1', '?locatt=country:uk', 'locations: asked for by an attribute that none has'),
  manual('www1', '?locatt=country:us', 'locations: asked for by an attribute that none has'),

  at('de', '/20.500.1/by-country?country=de', 'locations: by country'),
  at('anywhere', '/20.500.1/by-country?country=fr', 'locations: no country matches'),
  at('us', '/20.500.1/by-country?ip=8.8.8.8', 'locations: by the country of an address'),
  at('de', '/20.500.1/by-language', 'locations: by language', {
    'Accept-Language': 'de-AT, fr;q=0.5',
  }),
  at('fr', '/20.500.1/by-language', 'locations: by language', {
    'Accept-Language': 'ja, fr;q=0.5, de;q=0.1',
  }),
  at('en', '/20.500.1/by-language', 'locations: no language matches', { 'Accept-Language': 'ja' }),
  at('data', '/20.500.1/by-type', 'locations: by content negotiation', {
    Accept: 'application/ld+json',
  }),
  at('page', '/20.500.1/by-type', 'locations: by content negotiation', { Accept: 'text/html' }),
  at('for-people', '/20.500.1/by-role', 'locations: by the role of the client', {
    Accept: 'text/html',
  }),
  at('for-programs', '/20.500.1/by-role', 'locations: by the role of the client', {
    Accept: 'application/rdf+xml',
  }),
  at('for-the-rest', '/20.500.1/by-role', 'locations: by the role of the client', {
    Accept: '*/*',
    'User-Agent': 'curl/8.5.0',
  }),
  at('inside', '/20.500.1/by-address', 'locations: by network'),
  at('best', '/20.500.1/by-score', 'locations: by score'),
  at('always', '/20.500.1/by-weight', 'locations: by weight'),

  at('newer', '/20.500.1/legacy?locatt=id:newer', 'locations: asked for by attribute'),
  at(
    'mirror',
    '/20.500.1/mirrored?locatt=mirror',
    'locations: asked for by the name of an attribute',
  ),
  at(
    'first',
    '/20.500.1/mirrored?locatt=absent',
    'locations: asked for by an attribute that none has',
  ),
  to('legacy', '/20.500.1/legacy?locatt=mode:legacy', 'locations: the URL value asked for'),
  at('metadata', '/20.500.1/metadata?action=metadata', 'locations: the metadata'),
  stays(200, '/20.500.1/by-country?action=showurls', 'locations: all of them, as XML'),

  withStatus(303, at('root-says', '/20.500.1/status', 'locations: status of the record')),
  withStatus(
    301,
    at('moved', '/20.500.1/status?locatt=id:moved', 'locations: status of a location'),
  ),
  withStatus(
    307,
    at('temporary', '/20.500.1/status?locatt=id:temporary', 'locations: status of a location'),
  ),
  to(
    'https://query.example.org/?id=20.500.1%2Fhref%20template',
    '/20.500.1/href%20template',
    'locations: handle in a query',
  ),
  to(
    'https://path.example.org/20.500.1/href%20template',
    '/20.500.1/href%20template?locatt=id:path',
    'locations: handle in a path',
  ),
  at('included', '/20.500.1/includes', 'locations: included from another record'),
  to(
    'despite-bad-locations',
    '/20.500.1/bad-locations',
    'locations that cannot be read are passed over',
  ),
  to('links', '/20.500.1/links', 'links in a header'),
  to('headers', '/20.500.1/headers', 'headers of the record'),

  to(
    'https://prefix.example.org/20.500.6/item',
    '/20.500.6/item',
    'locations: those of the prefix',
  ),
  at('alone', '/20.500.6/alone', 'locations: those of the prefix left out'),
  to(
    'https://prefix.example.org/20.500.1/other-prefix',
    '/20.500.1/other-prefix',
    'locations: those of another prefix',
  ),
  stays(404, '/20.500.7/given-up', 'inactive prefix'),
];
