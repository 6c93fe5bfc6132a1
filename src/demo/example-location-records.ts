import { type ExampleRecords, type ExampleValue, url, value } from './example-value.ts';

/** A record with locations, each written as its attributes. */
function locations(root: string, ...each: readonly string[]): ExampleValue {
  const inner = each.map((attributes) => `<location ${attributes}/>`).join('');
  return value(1000, '10320/loc', `<locations ${root}>${inner}</locations>`);
}

function at(place: string, attributes: string): string {
  return `href="https://${place}.example.org/" ${attributes}`;
}

/**
 * The example of chapter 12 of the technical manual. Its third location has the weight 1 there; here
 * it has none, so that it can be said beforehand where a draw ends.
 */
const MANUAL = `<locations>
<location id="0" href="http://uk.example.com/" country="gb" weight="0" />
<location id="1" href="http://www1.example.com/" weight="1" />
<location id="2" href="http://www2.example.com/" weight="0" />
</locations>`;

/** Where whoever tries the demo sits: on the same machine, or outside of its container. */
const PRIVATE_NETWORKS = '127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, ::1, fc00::/7';

/** Records that lead different visitors to different places. */
export const LOCATION_RECORDS: ExampleRecords = {
  '20.500.1/manual': [value(1000, '10320/loc', MANUAL)],
  '20.500.1/by-country': [
    locations('', at('de', 'country="de"'), at('us', 'country="us"'), at('anywhere', '')),
  ],
  '20.500.1/by-language': [
    locations('', at('de', 'language="de"'), at('fr', 'language="fr"'), at('en', '')),
  ],
  '20.500.1/by-type': [
    locations(
      '',
      at('page', 'http_role="browser"'),
      at('data', 'media-type="application/ld+json"'),
    ),
  ],
  '20.500.1/by-role': [
    locations(
      '',
      at('for-people', 'http_role="browser"'),
      at('for-programs', 'http_role="conneg"'),
      at('for-the-rest', 'http_role="no_conneg"'),
    ),
  ],
  '20.500.1/by-score': [locations('', at('good', 'score="0.4"'), at('best', 'score="0.9"'))],
  '20.500.1/by-address': [
    locations('', at('inside', `addresses="${PRIVATE_NETWORKS}"`), at('outside', '')),
  ],
  '20.500.1/by-weight': [locations('', at('always', 'weight="1"'), at('never', 'weight="0"'))],
  '20.500.1/legacy': [
    ...url('legacy'),
    locations('', at('new', 'id="new"'), at('newer', 'id="newer" weight="0"')),
  ],
  '20.500.1/mirrored': [locations('', at('first', ''), at('mirror', 'mirror="yes" weight="0"'))],
  '20.500.1/status': [
    locations(
      'http_sc="303"',
      at('root-says', ''),
      at('moved', 'id="moved" http_sc="301" weight="0"'),
      at('temporary', 'id="temporary" http_sc="307" weight="0"'),
    ),
  ],
  '20.500.1/href template': [
    locations(
      '',
      'href_template="https://query.example.org/?id={hdl}"',
      'id="path" weight="0" href_template="https://path.example.org/{hdl:path}"',
    ),
  ],
  '20.500.1/includes': [locations('include="20.500.1/included"', at('own', 'weight="0"'))],
  '20.500.1/included': [locations('', at('included', ''))],
  '20.500.1/links': [
    ...url('links'),
    value(
      2,
      '10320/links',
      '<links><link rel="license" href="https://license.example.org/"/></links>',
    ),
  ],
  '20.500.1/headers': [...url('headers'), value(2, '10320/headers', 'X-Collection: examples')],
  '20.500.1/metadata': [
    locations('', at('object', ''), at('metadata', 'role="metadata" weight="0"')),
  ],
  '20.500.1/bad-locations': [
    ...url('despite-bad-locations'),
    value(1000, '10320/loc', '<locations><location href="https://broken.example.org/"'),
  ],

  '0.NA/20.500.6': [
    value(10, 'HS_NAMESPACE', '<namespace><locs>20.500.6/locations</locs></namespace>'),
  ],
  '20.500.6/locations': [locations('', 'href_template="https://prefix.example.org/{hdl:path}"')],
  '20.500.6/alone': [locations('no_nslocs="yes"', at('alone', ''))],
  '20.500.1/other-prefix': [...url('unused'), locations('overridePrefix="0.NA/20.500.6"')],
  '20.500.6/item': [...url('item-itself'), locations('urlWeight="0"')],

  '0.NA/20.500.7': [
    value(
      10,
      'HS_NAMESPACE',
      '<namespace><status>inactive</status><statusmsg>This prefix has been given up.</statusmsg><contact>desk@example.org</contact></namespace>',
    ),
  ],
  '20.500.7/given-up': url('given-up'),
};
