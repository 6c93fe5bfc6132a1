import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAdminRecord } from '../../../src/protocol/admin-record.ts';
import { dataFromJson, dataToJson } from '../../../src/protocol/json/data-json.ts';
import { bytes } from '../arbitraries.ts';
import { errorOf } from '../error-of.ts';
import { bytesOf, hexOf, vectorNamed, vectorsOf } from '../wire-vectors.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('data in JSON', () => {
  it.each(['', 'plain', 'tab\tline\nlast\u0013', 'Ünïcödé ✓ 😀', '\ufeffmark', '\u0080\u2028'])(
    'are text when they look like text: %j',
    (text) => {
      expect(dataToJson('URL', utf8(text))).toEqual({ format: 'string', value: text });
    },
  );

  it.each([
    ['a NUL', '6100'],
    ['a control character before tab', '6108'],
    ['a control character after 0x13', '6114'],
    ['a DEL', '617f'],
    ['bytes that are not UTF-8', 'fffe'],
    ['an overlong form', 'c080'],
    ['a surrogate', 'eda080'],
    ['half a character', 'c3'],
  ])('are Base64 with %s in them', (_, hex) => {
    const base64 = Buffer.from(hex, 'hex').toString('base64');
    expect(dataToJson('URL', bytesOf(hex))).toEqual({ format: 'base64', value: base64 });
  });

  it('are read back as written, whatever the type and the bytes', () => {
    const plain = fc.constantFrom('URL', 'HS_SERV', 'HS_SECKEY', '10320/loc');
    fc.assert(
      fc.property(plain, fc.oneof(bytes, fc.string().map(utf8)), (type, data) => {
        expect(hexOf(dataFromJson(JSON.parse(JSON.stringify(dataToJson(type, data)))))).toBe(
          hexOf(data),
        );
      }),
    );
  });

  it.each([
    'HS_ADMIN',
    'hs_admin.x',
    'HS_VLIST',
    'HS_SITE',
    'HS_SITE.6',
    'HS_NA_DELEGATE',
    'HS_PUBKEY',
  ])('of type %s are shown by their looks when they cannot be read as such', (type) => {
    expect(dataToJson(type, utf8('nothing of the kind'))).toEqual({
      format: 'string',
      value: 'nothing of the kind',
    });
    expect(dataToJson(type, bytesOf('00ff'))).toEqual({ format: 'base64', value: 'AP8=' });
  });

  it.each(['HS_SITE', 'HS_SITE.6', 'HS_SITE.PREFIX', 'HS_NA_DELEGATE', 'hs_site'])(
    'of type %s are a site',
    (type) => {
      const { object, hex } = vectorNamed('site-info', 'site-v4-single');
      expect(dataToJson(type, bytesOf(hex))).toEqual({ format: 'site', value: object });
    },
  );

  it.each(vectorsOf('admin-record'))('may be an administrator: $name', ({ object, hex }) => {
    const json = { format: 'admin', value: object.json } as const;
    expect(dataToJson('HS_ADMIN', bytesOf(hex))).toEqual(json);
    expect(hexOf(dataFromJson(json))).toBe(hex);
  });

  it('say when an administrator record has the length of old writers', () => {
    const data = encodeAdminRecord({
      handle: 'a/b',
      index: -1,
      permissions: 1,
      legacyByteLength: true,
    });
    const json = dataToJson('HS_ADMIN', data);
    expect(JSON.stringify(json.value)).toBe(
      '{"handle":"a/b","index":-1,"permissions":"000000000001","legacyByteLength":true}',
    );
    expect(hexOf(dataFromJson(json))).toBe(hexOf(data));
  });

  it('keep permissions of an administrator that have no name', () => {
    const data = encodeAdminRecord({ handle: 'a/b', index: 1, permissions: 0x1001 });
    const json = dataToJson('HS_ADMIN', data);
    expect(json.value).toMatchObject({ permissions: '1000000000001' });
    expect(hexOf(dataFromJson(json))).toBe(hexOf(data));
  });

  it('may grant an administrator everything with *', () => {
    const value = { handle: 'a/b', index: 1, permissions: '*' };
    expect(hexOf(dataFromJson({ format: 'admin', value }))).toMatch(/^0fff/);
  });

  it('are read from hexadecimal digits, from Base64 in lines, and from a bare string', () => {
    expect(hexOf(dataFromJson({ format: 'hex', value: '00fFa1' }))).toBe('00ffa1');
    expect(hexOf(dataFromJson({ format: 'base64', value: 'AAEC\r\n/w==\n' }))).toBe('000102ff');
    expect(hexOf(dataFromJson({ format: 'base64', value: 'AAEC/w' }))).toBe('000102ff');
    expect(hexOf(dataFromJson('é'))).toBe('c3a9');
  });

  it.each([
    { format: 'hex', value: '0' },
    { format: 'hex', value: '0g' },
    { format: 'base64', value: 'A' },
    { format: 'base64', value: 'AA-_' },
    { format: 'base64', value: 'AA==AA' },
    { format: 'base64', value: 'AB' },
    { format: 'string', value: 1 },
    { format: 'string', value: '\ud800' },
    { format: 'admin', value: { handle: 'a/b', index: 1, permissions: '11' } },
    { format: 'vlist', value: { handle: 'a/b', index: 1 } },
    { format: 'vlist', value: Array(1025).fill({ handle: 'a/b', index: 1 }) },
    { format: 'key', value: { kty: 'EC' } },
    { format: 'key', value: { kty: 'RSA', n: 'AAAA', e: 'AQAB' } },
    { format: 'key', value: { kty: 'RSA', n: 'AQ', e: 'AQAB+' } },
    { format: 'key', value: { kty: 'RSA', n: 'AQ' } },
    { format: 'key', value: { kty: 'RSA', n: 'AR', e: 'AQAB' } },
    { format: 'key', value: { kty: 'RSA', n: 'AQ', e: 'AQAAAAAAAAAB' } },
    { format: 'key', value: { kty: 'RSA', n: 'A'.repeat(4000), e: 'AQAB' } },
    { format: 'site', value: {} },
  ])('are refused: %j', (json) => {
    const error = errorOf(() => dataFromJson(json));
    expect(error.code).toBe('json');
    expect(error.message).toMatch(/^data\.value/);
  });

  it('have at most 1 MiB', () => {
    const most = { format: 'hex', value: '00'.repeat(2 ** 20) };
    expect(dataFromJson(most)).toHaveLength(2 ** 20);
    const more = { format: 'hex', value: '00'.repeat(2 ** 20 + 1) };
    expect(errorOf(() => dataFromJson(more)).message).toBe('data: longer than 1048576 bytes');
  });
});

describe('a key in JSON', () => {
  const rsa = vectorNamed('handle-value', 'val-hs-pubkey-rsa').object;

  it('loses the leading zero byte that old files hold', () => {
    const { n } = (dataToJson('HS_PUBKEY', bytesOf(rsa.dataHex)) as { value: { n: string } }).value;
    const padded = Buffer.concat([Buffer.alloc(1), Buffer.from(n, 'base64url')]);
    const value = { kty: 'RSA', n: padded.toString('base64url'), e: 'AQAB' };
    expect(hexOf(dataFromJson({ format: 'key', value }))).toBe(rsa.dataHex);
  });

  it('is a key also below HS_PUBKEY and in any case', () => {
    expect(dataToJson('hs_pubkey.old', bytesOf(rsa.dataHex)).format).toBe('key');
  });
});
