import { describe, expect, it } from 'vitest';
import type { ExchangeEvent } from '../../src/events.ts';
import { createLanguages } from '../../src/http/languages.ts';
import { roadView } from '../../src/http/road-view.ts';
import { loadTemplates } from '../../src/http/templates.ts';
import type { Found } from '../../src/resolver/resolution.ts';
import { value } from '../http/kit/records.ts';
import { startTestProxy } from '../http/kit/serve.ts';
import { hrefsOf, textOf } from './kit/html.ts';

const NOW = 1_767_225_600_000;
const english = createLanguages(loadTemplates().texts).for('en');

const found = (cache: Found['cache'], seconds: number): Found => ({
  outcome: 'found',
  asked: '20.500.1/x',
  handle: '20.500.1/x',
  aliases: [],
  values: [],
  freshUntil: NOW + seconds * 1000,
  cache,
  authoritative: false,
  certified: false,
  namespaces: [],
});

const exchange = (more: Partial<ExchangeEvent> = {}): ExchangeEvent => ({
  handle: '20.500.1/x',
  purpose: 'record',
  protocol: 'udp',
  address: '192.0.2.7',
  port: 2641,
  milliseconds: 12.34,
  attempts: 1,
  bytes: 100,
  responseCode: 1,
  ...more,
});

const summary = (record: Found, exchanges: ExchangeEvent[] = []) =>
  roadView(record, exchanges, NOW, english).summary;

const signature = (more: Partial<ExchangeEvent>) => step(exchange(more))?.signature;

const step = (event: ExchangeEvent) => roadView(found('miss', 60), [event], NOW, english).steps[0];

describe('the way to a record', () => {
  it('tells with what an answer was signed', () => {
    expect(signature({ signature: 'SHA-256', signatureKey: 'RSA' })).toBe(
      'signature verified (SHA-256, RSA)',
    );
    expect(signature({ signature: 'SHA-256' })).toBe('signature verified (SHA-256)');
  });

  it('marks what is signed with SHA-1 as weak', () => {
    expect(signature({ signature: 'SHA-1', signatureKey: 'DSA' })).toContain('SHA-1, DSA: weak');
  });

  it.each<[string, Found, ExchangeEvent[], RegExp]>([
    ['known', found('hit', 86_399), [], /known here already and is fresh for another 1 day/],
    ['known for long', found('hit', 400_000), [], /another 5 days/],
    ['stale', found('stale', -240), [], /should have been looked up again 4 minutes ago/],
    ['fresh', found('miss', 90), [exchange()], /just now and may be kept for 90 seconds/],
    ['shared with another visitor', found('miss', 90), [], /same answer serves both/],
  ])('says that it was %s', (_, record, exchanges, words) => {
    expect(summary(record, exchanges)).toMatch(words);
  });

  it.each<[string, Partial<ExchangeEvent>, object]>([
    ['whom', { site: 'Paris' }, { who: 'Paris', where: '192.0.2.7:2641' }],
    ['an address without a name', {}, { who: '192.0.2.7' }],
    ['IPv6', { address: '2001:db8::1' }, { where: '[2001:db8::1]:2641' }],
    ['how', { protocol: 'tcp', milliseconds: 1234.56 }, { how: 'TCP, 1,234.6 ms' }],
    ['repetitions', { attempts: 3 }, { how: 'UDP, 12.3 ms, sent 3 times' }],
    ['that nobody asked for a signature', {}, { signature: 'signature not asked for' }],
    [
      'whose signature holds',
      { signature: 'SHA-256' },
      { signature: 'signature verified (SHA-256)' },
    ],
    ['that it was referred', { responseCode: 303 }, { signature: 'referred elsewhere (303)' }],
    ['that nothing is wrong', {}, { trouble: undefined }],
    ['what is wrong', { error: 'timeout' }, { trouble: 'no usable answer: timeout' }],
    ['another code', { responseCode: 100 }, { trouble: 'answer 100' }],
    ['what for', { purpose: 'prefix' }, { question: 'Who looks after the prefix?' }],
  ])('says %s', (_, event, expected) => {
    expect(step(exchange(event))).toMatchObject(expected);
  });

  it('is not longer than any request may be', () => {
    const many = Array.from({ length: 500 }, () => exchange());
    expect(roadView(found('miss', 60), many, NOW, english).steps).toHaveLength(32);
  });
});

describe('a 10320/loc value', () => {
  async function page(xml: string): Promise<string> {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', value(1, '10320/loc', xml));
    return (await get('/20.500.1/x?noredirect')).body;
  }

  it('is shown as a list of its locations, with their attributes', async () => {
    const body = await page(
      '<l><location href="https://a.example/" country="gb"/><location href_template="https://b.example/{hdl}" weight="2"/></l>',
    );
    expect(hrefsOf(body)).toContain('https://a.example/');
    expect(textOf(body)).toContain('https://a.example/ country="gb"');
    expect(textOf(body)).toContain('https://b.example/{hdl} weight="2"');
  });

  it('links to no place that visitors are not sent to', async () => {
    const body = await page('<l><location href="javascript:alert(1)"/></l>');
    expect(hrefsOf(body).join()).not.toContain('javascript');
    expect(textOf(body)).toContain('javascript:alert(1)');
  });

  it('that cannot be read is shown as text', async () => {
    expect(textOf(await page('<l><location href='))).toContain('<l><location href=');
  });
});
