import { LOCATION_RECORDS } from './example-location-records.ts';
import { TEMPLATE_RECORDS } from './example-template-records.ts';
import { type ExampleRecords, type ExampleValue, url, value } from './example-value.ts';
import type { RecordsFile } from './records-file.ts';

/** The prefix whose key signs example records. */
export const SIGNING_PREFIX = '20.500.1';
export const SIGNED_EXAMPLE = '20.500.1/signed';
export const WRONGLY_SIGNED_EXAMPLE = '20.500.1/signed-wrongly';

/** The service handle that `0.NA/20.500.4` names for the prefixes derived from it. */
const DERIVED_SERVICE_HANDLE = '0.SERV/DEMO.DERIVED';

/** With so many values of this length a record needs more than 64 KB. */
const LARGE_RECORD_VALUES = 300;
const LARGE_VALUE_LENGTH = 200;

/** Old, and known to everybody: for show only. */
const SHOWN_KEY = {
  kty: 'RSA',
  n: '0gNCIIBdiqW_HAhnNRQ989e8ivGqwNXwSfCs-sYHgETfK8tPixU9VzXihR15SOTW9FxfEVqSytR8xOYD_Bxd5gFJ9M02cjN0TgTQut5ylL_nAPO0uN0eQM2vwt4U5Md6B9W1WpdJHnpFhxwryFOb8KY1wONHdspEeydyq1YNEhscYxBmTMH2-K1cnm9-_nyqUhpvVXV3QAgxFrRO9tnIDu3Txib8XKCMK3lEYxaIhR2j0lI5zDPCv2rfMWYft61aLtRtXaE_OOACetBbt_hFdrQywaL15PTIRWsfQVqLrrsLsKTNm9xUCln5gVQhXYCDY6hAyySGcgsvf5SLQWZ-VQ',
  e: 'AQAB',
};

/** The records that the demo serves unless it is given others. */
export function exampleRecords(): RecordsFile {
  return {
    handles: Object.fromEntries(
      Object.entries(RECORDS).map(([handle, values]) => [handle, { values }]),
    ),
  };
}

function alias(target: string): readonly ExampleValue[] {
  return [value(1, 'HS_ALIAS', target)];
}

function admin(handle: string): ExampleValue {
  const data = { handle, index: 200, permissions: '011111110011' };
  return value(100, 'HS_ADMIN', { format: 'admin', value: data });
}

function largeRecord(): readonly ExampleValue[] {
  const others = Array.from({ length: LARGE_RECORD_VALUES - 1 }, (_, position) =>
    value(position + 2, 'TEXT', `${position + 2} `.padEnd(LARGE_VALUE_LENGTH, 'abcdefghij ')),
  );
  return [...url('large'), ...others];
}

const RECORDS: ExampleRecords = {
  ...LOCATION_RECORDS,
  ...TEMPLATE_RECORDS,

  '20.500.1/one-url': [...url('one'), admin('0.NA/20.500.1')],
  '20.500.1/several-urls': [
    value(7, 'URL', 'https://example.org/seven'),
    value(3, 'URL', 'https://example.org/three'),
    value(5, 'URL', 'https://example.org/five'),
    value(9, 'EMAIL', 'somebody@example.org'),
  ],
  '20.500.1/sub-type': [value(1, 'URL.mirror', 'https://mirror.example.org/')],
  '20.500.1/email': [
    value(1, 'EMAIL', 'somebody@example.org'),
    value(2, 'DESC', 'There is no URL here, so the record itself is shown.'),
  ],

  '20.500.1/alias': alias('20.500.1/one-url'),
  '20.500.1/alias-chain': alias('20.500.1/alias'),
  '20.500.1/alias-to-service': alias('20.500.2/served'),
  '20.500.1/alias-loop': alias('20.500.1/alias-loop-back'),
  '20.500.1/alias-loop-back': alias('20.500.1/alias-loop'),
  '20.500.1/alias-dangling': alias('20.500.1/not-there'),

  '20.500.1/ünïcødé-日本語': url('unicode'),
  '20.500.1/hash#tag': url('hash'),
  '20.500.1/pct%41x': url('percent'),
  '20.500.1/what?a=b': url('question'),
  '20.500.1/sp ace': url('space'),
  '20.500.1/quote"<x>\'': url('quote'),
  '20.500.1/back\\slash': url('backslash'),
  '20.500.1/dot/../up': url('dots'),
  '20.500.1/a//b': url('double-slash'),
  '20.500.1/trailing/': url('trailing-slash'),
  '20.500.1/semi;colon&amp+plus': url('punctuation'),
  'demo-without-slash': url('without-slash'),

  '20.500.1/large': largeRecord(),
  '20.500.1/medium': [...url('medium'), value(2, 'TEXT', 'Several datagrams long. '.repeat(60))],
  '20.500.1/binary': [
    value(1, 'BLOB', { format: 'base64', value: '//4AgMMoAQID' }),
    value(2, 'TEXT', 'plain text with <b>markup</b> & "quotes"'),
  ],
  '20.500.1/administration': [
    admin('0.NA/20.500.1'),
    value(200, 'HS_VLIST', {
      format: 'vlist',
      value: [
        { handle: '20.500.1/administration', index: 300 },
        { handle: '0.NA/20.500.1', index: 300 },
      ],
    }),
    value(300, 'HS_PUBKEY', { format: 'key', value: SHOWN_KEY }),
  ],
  '20.500.1/partly-restricted': [
    ...url('partly-restricted'),
    { ...value(300, 'HS_SECKEY', 'not for everybody'), permissions: '1100' },
  ],
  '20.500.1/restricted': [{ ...value(300, 'HS_SECKEY', 'not for everybody'), permissions: '1100' }],
  '20.500.1/references': [
    {
      ...value(1, 'URL', 'https://example.org/references'),
      references: [{ handle: '20.500.1/one-url', index: 1 }],
    },
  ],
  '20.500.1/ttl-0': [{ ...value(1, 'URL', 'https://example.org/ttl-0'), ttl: 0 }],
  '20.500.1/ttl-short': [{ ...value(1, 'URL', 'https://example.org/ttl-short'), ttl: 10 }],
  '20.500.1/ttl-absolute': [
    { ...value(1, 'URL', 'https://example.org/ttl-absolute'), ttl: '2100-01-01T00:00:00Z' },
  ],

  '20.500.1/append': url('base'),
  '20.500.1/append-to-host': url('https://example.org'),
  '20.500.1/international': url('http://bücher.example/ü?q=ä b'),
  '20.500.1/mailto': url('mailto:somebody@example.org'),
  '20.500.1/ftp': url('ftp://ftp.example.org/pub/'),
  '20.500.1/named-information': url(
    'ni://example.org/sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk',
  ),
  '20.500.1/javascript': url('javascript:alert(1)'),
  '20.500.1/relative': url('not an address: at all'),
  '20.500.1/line-end': url('https://example.org/\r\nX-Injected: 1'),

  [SIGNED_EXAMPLE]: [...url('signed'), value(2, 'DESC', 'signed by its prefix')],
  [WRONGLY_SIGNED_EXAMPLE]: [
    ...url('signed-wrongly'),
    value(2, 'DESC', 'has the signature of other values'),
  ],

  '20.500.2/served': url('served'),
  '20.500.3/a': url('hashed-a'),
  '20.500.3/b': url('hashed-b'),
  '20.500.3/c': url('hashed-c'),
  '20.500.3/d': url('hashed-d'),
  '20.500.4/old-key': url('old-key'),

  '0.NA/20.500.4': [value(10, 'HS_SERV.PREFIX', DERIVED_SERVICE_HANDLE)],
  '20.500.4.7/derived': url('derived'),
  '20.500.5/delegating': url('delegating'),
  '0.NA/20.500.5': [
    value(10, 'HS_SITE.PREFIX', {
      format: 'site',
      value: { protocolVersion: '2.11', serialNumber: 1, primarySite: true, servers: [] },
    }),
  ],
  '20.500.5.1/derived': url('derived-by-site'),
};
