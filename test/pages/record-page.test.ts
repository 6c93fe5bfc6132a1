import { describe, expect, it } from 'vitest';
import { type HandleValue, TtlType } from '../../src/handle/handle-value.ts';
import { valueFromJson } from '../../src/protocol/json/value-json.ts';
import { NOW } from '../http/kit/fake-resolver.ts';
import { admin, url, value } from '../http/kit/records.ts';
import { startTestProxy } from '../http/kit/serve.ts';
import { hrefsOf, textOf } from './kit/html.ts';

async function recordPage(...values: HandleValue[]): Promise<string> {
  const { resolver, get } = await startTestProxy();
  resolver.record('20.500.1/x', ...values);
  const answer = await get('/20.500.1/x?noredirect');
  expect(answer.status).toBe(200);
  return answer.body;
}

const site = valueFromJson({
  index: 3,
  type: 'HS_SITE',
  data: {
    format: 'site',
    value: {
      version: 1,
      protocolVersion: '2.11',
      serialNumber: 3,
      primarySite: true,
      multiPrimary: false,
      servers: [{ serverId: 1, address: '192.0.2.7', publicKey: 'AAEC', interfaces: [] }],
    },
  },
});

describe('the record page', () => {
  it('has a row for each value, in the order of the record', async () => {
    const page = await recordPage(admin, url('https://example.org/x'), value(7, 'DESC', 'seven'));
    const rows = [...page.matchAll(/<th scope="row"[^>]*>.*?<\/span>(\d+)<\/th>/g)];
    expect(rows.map((row) => row[1])).toEqual(['100', '1', '7']);
  });

  it('says where a visitor is sent', async () => {
    const page = await recordPage(url('https://bücher.example/ü'));
    expect(textOf(page)).toContain('are sent to https://bücher.example/ü');
    expect(hrefsOf(page)).toContain('https://xn--bcher-kva.example/%C3%BC');
  });

  it('says that no visitor is sent anywhere', async () => {
    const page = await recordPage(url('javascript:alert(1)'));
    expect(textOf(page)).toContain('names no place where a visitor could be sent');
    expect(textOf(page)).toContain('javascript:alert(1)');
  });

  it.each<[string, HandleValue, string]>([
    ['a URL', url('https://example.org/a b'), 'https://example.org/a b'],
    ['an address for mail', value(1, 'EMAIL', 'a+b@example.org'), 'a+b@example.org'],
    ['text', value(1, 'DESC', 'two\nlines'), 'two lines'],
    ['nothing', value(1, 'DESC', ''), 'empty'],
    ['binary data', value(1, 'X', new Uint8Array([0, 255, 16])), '3 bytes 00 FF 10'],
    [
      'an administrator',
      admin,
      'Administrator 300:0.NA/20.500.1 may read values, add administrators',
    ],
    ['an alias', value(1, 'HS_ALIAS', '20.500.1/other'), '20.500.1/other'],
    [
      'a list of values',
      valueFromJson({
        index: 2,
        type: 'HS_VLIST',
        data: { format: 'vlist', value: [{ handle: '20.500.1/a', index: 300 }] },
      }),
      '300:20.500.1/a',
    ],
    ['a site', site, 'Site with 1 server (192.0.2.7), protocol 2.11'],
    ['an administrator that is none', value(100, 'HS_ADMIN', 'not one'), 'not one'],
  ])('shows %s', async (_, shown, text) => {
    expect(textOf(await recordPage(shown))).toContain(text);
  });

  it.each<[string, HandleValue, string]>([
    ['URLs', url('https://example.org/ü'), 'https://example.org/%C3%BC'],
    ['mail addresses', value(1, 'EMAIL', 'a@example.org'), 'mailto:a@example.org'],
    ['URLs of any type', value(1, 'DESC', 'ftp://example.org/x'), 'ftp://example.org/x'],
    ['aliases', value(1, 'HS_ALIAS', '20.500.1/o"'), '/20.500.1/o%22?noredirect'],
    ['types that are handles', value(1, '10320/loc', '<locations/>'), '/10320/loc'],
  ])('links %s', async (_, shown, href) => {
    expect(hrefsOf(await recordPage(shown))).toContain(href);
  });

  it.each([
    ['EMAIL', 'a@example.org?bcc=everybody@example.org'],
    ['EMAIL', 'no address'],
    ['DESC', 'javascript:alert(1)'],
    ['DESC', 'data:text/html,x'],
    ['DESC', 'see https://example.org/'],
  ])('does not link %s %s', async (type, text) => {
    const page = await recordPage(value(1, type, text));
    expect(hrefsOf(page).filter((href) => !/^[/#]/.test(href))).toEqual([]);
  });

  it.each([
    [86_400, '1 day'],
    [172_800, '2 days'],
    [3600, '1 hour'],
    [5400, '90 minutes'],
    [61, '61 seconds'],
    [0, '0 seconds'],
  ])('says that %i seconds are %s', async (ttl, words) => {
    expect(textOf(await recordPage({ ...value(1, 'X', 'x'), ttl }))).toContain(`kept ${words} `);
  });

  it('says until when a value holds that expires at an instant', async () => {
    const expiring = { ...value(1, 'X', 'x'), ttlType: TtlType.absolute, ttl: 1_893_456_000 };
    expect(textOf(await recordPage(expiring))).toContain('until 2030-01-01 00:00 UTC');
  });

  it.each([
    [0b1110, 'everyone may read '],
    [0b1111, 'everyone may read and write '],
    [0b0010, 'everyone may read, administrators may do nothing'],
    [0b1001, 'everyone may write, administrators may read'],
  ])('tells the permissions %i in words', async (permissions, words) => {
    expect(textOf(await recordPage({ ...value(1, 'X', 'x'), permissions }))).toContain(words);
  });

  it('knows when a value was changed, or that it does not', async () => {
    const known = textOf(await recordPage(value(1, 'X', 'x')));
    const unknown = textOf(await recordPage({ ...value(1, 'X', 'x'), timestamp: 0 }));
    expect(known).toContain('Changed 2025-01-01 00:00 UTC');
    expect(unknown).toContain('Changed unknown');
  });

  it('cuts long texts and says how much is left', async () => {
    const page = await recordPage(value(1, 'DESC', `${'a'.repeat(1999)}😀${'b'.repeat(500)}`));
    expect(textOf(page)).toContain('and 502 characters more');
    expect(page).not.toContain('\ufffd');
  });

  it('cuts long binary data and says how much is left', async () => {
    const page = await recordPage(value(1, 'X', new Uint8Array(1000)));
    expect(textOf(page)).toContain('and 872 bytes more');
  });

  it('cuts long records and says how much is left', async () => {
    const many = Array.from({ length: 503 }, (_, index) => value(index + 1, 'X', 'x'));
    expect(textOf(await recordPage(...many))).toContain('and 3 more values');
  });

  it('names the aliases that led to it', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.answer('20.500.1/a', {
      outcome: 'found',
      handle: '20.500.1/x',
      aliases: ['20.500.1/a', '20.500.1/b'],
      values: [url('https://example.org/')],
      freshUntil: NOW + 5000,
    });
    const page = textOf((await get('/20.500.1/a?noredirect')).body);
    expect(page).toContain(
      'asked for 20.500.1/a, which is another name for it, by way of 20.500.1/b.',
    );
  });

  it('links itself as JSON and past the cache', async () => {
    const page = await recordPage(url('https://example.org/'));
    expect(hrefsOf(page)).toEqual(
      expect.arrayContaining(['/api/handles/20.500.1/x?pretty', '/20.500.1/x?noredirect&auth']),
    );
  });

  it('has its links under the path where visitors see the proxy', async () => {
    const { resolver, get } = await startTestProxy({ publicUrl: 'https://hdl.example/r/' });
    resolver.record('20.500.1/x', value(1, 'HS_ALIAS', '20.500.1/y'));
    const { body } = await get('/20.500.1/x?noredirect&ignore_aliases');
    expect(hrefsOf(body).filter((href) => !/^(#|\/r\/)/.test(href))).toEqual([]);
  });
});
