import { closed, flag, int32, listOf, type Schema, schemaNamed, text } from './schema.ts';

const BASE64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

const base64url = (description: string) => text(description, { pattern: '^[A-Za-z0-9_-]+$' });

const instant = (description: string) => text(description, { format: 'date-time' });

/** One form of a value's data. */
function data(format: string, description: string, value: Schema): Schema {
  return closed(description, { format: { const: format }, value });
}

const site = closed(
  'The site of a handle service.',
  {
    version: { type: 'integer' },
    protocolVersion: text('The newest protocol version it speaks.', { examples: ['2.11'] }),
    serialNumber: { type: 'integer' },
    primarySite: flag('Whether changes can be made here.'),
    multiPrimary: flag('Whether there are other primary sites.'),
    hashOption: int32('How handles are spread over the servers: 0 by prefix, 1 by suffix.'),
    hashFilter: text('No use is known.'),
    attributes: listOf(
      closed('One attribute.', { name: text('Such as `desc`.'), value: text('Its value.') }),
      'What is said of the site besides.',
    ),
    servers: listOf(schemaNamed('Server'), 'The servers that share the handles of the site.'),
  },
  ['hashOption', 'hashFilter', 'attributes'],
);

const server = closed('One server of a site.', {
  serverId: { type: 'integer' },
  address: text('IPv4 or IPv6.'),
  publicKey: { oneOf: [schemaNamed('KeyData'), schemaNamed('Base64Data')] },
  interfaces: listOf(
    closed('One way to reach it.', {
      query: flag('Whether it answers questions.'),
      admin: flag('Whether it takes changes.'),
      protocol: { type: ['string', 'integer'], description: '`UDP`, `TCP`, `HTTP`, `HTTPS`.' },
      port: { type: 'integer' },
    }),
    'The ways to reach it.',
  ),
});

const rsaKey = closed('RSA (RFC 7518 section 6.3).', {
  kty: { const: 'RSA' },
  n: base64url('The modulus.'),
  e: base64url('The exponent.'),
});

const dsaKey = closed('DSA.', {
  kty: { const: 'DSA' },
  y: base64url('The public number.'),
  p: base64url('The prime.'),
  q: base64url('The subprime.'),
  g: base64url('The base.'),
});

const admin = closed(
  'Who may do what.',
  {
    handle: text('Whose key proves it.'),
    index: int32('Of the value with the key.'),
    permissions: text('Bits from list handles to add handle.', { pattern: '^[01]{12,16}$' }),
    legacyByteLength: { const: true, description: 'The data have the old, longer form.' },
  },
  ['legacyByteLength'],
);

/** The values of a record and their data. */
export const VALUE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Value: closed(
    'One value of a handle record.',
    {
      index: int32('Unique within the record.'),
      type: text('Such as `URL`, `EMAIL`, `HS_ADMIN`, or a handle.'),
      data: schemaNamed('Data'),
      permissions: text('Admin read, admin write, public read, public write; when not 1110.', {
        pattern: '^[01]{4}$',
      }),
      ttl: {
        description: 'How long it may be kept: seconds, or until when.',
        oneOf: [int32('Seconds.'), instant('Until then.')],
      },
      timestamp: instant('When it was last changed; missing when unknown.'),
      references: listOf(schemaNamed('Reference'), 'Other values it refers to.'),
    },
    ['permissions', 'timestamp', 'references'],
  ),
  Data: {
    description: 'The data of a value, by its type where they can be read as such.',
    oneOf: ['String', 'Base64', 'Admin', 'Vlist', 'Site', 'Key'].map((name) =>
      schemaNamed(`${name}Data`),
    ),
  },
  StringData: data('string', 'Text.', text('The text.')),
  Base64Data: data('base64', 'Anything else.', text('The bytes.', { pattern: BASE64 })),
  AdminData: data('admin', 'HS_ADMIN.', admin),
  VlistData: data('vlist', 'HS_VLIST.', listOf(schemaNamed('Reference'), 'Its members.')),
  SiteData: data('site', 'HS_SITE.', site),
  KeyData: data('key', 'HS_PUBKEY, in the manner of RFC 7517.', { oneOf: [rsaKey, dsaKey] }),
  Reference: closed('A value of some handle.', {
    handle: text('The handle.'),
    index: int32('Of the value; 0 for any.'),
  }),
  Server: server,
};
