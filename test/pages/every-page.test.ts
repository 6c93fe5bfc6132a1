import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW } from '../http/kit/fake-resolver.ts';
import { url, value } from '../http/kit/records.ts';
import { startTestProxy } from '../http/kit/serve.ts';
import { hrefsOf } from './kit/html.ts';

const PATHS = [
  '/',
  '/help',
  '/help.html',
  '/20.500.1/x?noredirect',
  '/20.500.1/none/',
  '/20.500.1/%zz',
  '/.well-known/security.txt',
  '/static/none.css',
];

async function pageOf(path: string) {
  const { resolver, get } = await startTestProxy();
  resolver.record('20.500.1/x', url('https://example.org/'));
  return get(path);
}

describe('every page', () => {
  it.each(PATHS)('%s can be used by everybody', async (path) => {
    const { body } = await pageOf(path);
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(body.match(/<h1/g)).toHaveLength(1);
    for (const landmark of ['<header>', '<main id="content">', '<footer>', '<nav aria-label=']) {
      expect(body).toContain(landmark);
    }
    expect(body).toMatch(/<title>[^<]+<\/title>/);
    expect(body).toContain('name="viewport"');
    for (const [, id] of body.matchAll(/(?:for|aria-labelledby|aria-describedby)="([^"]+)"/g)) {
      expect(body).toContain(` id="${id}"`);
    }
  });

  it.each(PATHS)('%s has no script and no style of its own, and forbids them', async (path) => {
    const { body, headers } = await pageOf(path);
    expect(body).not.toMatch(/<script|<style| on\w+=| style=/i);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'[a-z: ]*; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
  });

  it.each(PATHS)('%s finds all that it refers to', async (path) => {
    const { get } = await startTestProxy();
    const { body } = await pageOf(path);
    const assets = [...body.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1]);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) {
      const answer = await get(asset ?? '');
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toContain('immutable');
    }
  });

  it('links to harmless places only and runs nothing, whatever a record says', async () => {
    const { resolver, get } = await startTestProxy();
    const piece = fc.oneof(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        'javascript:alert(1)',
        'https://e.x/"><img src=x onerror=alert(1)>',
        '--><script>',
        '<% it %>',
        '<%~ it.site %>',
      ),
      fc.string({ unit: 'grapheme' }),
    );
    await fc.assert(
      fc.asyncProperty(piece, piece, piece, async (type, data, handle) => {
        const name = `1/${handle.replaceAll('\0', '')}.`;
        resolver.answer('1/x', {
          outcome: 'found',
          handle: name,
          aliases: ['1/x', name],
          values: [value(1, type, data), value(2, 'EMAIL', data), value(3, 'HS_ALIAS', data)],
          freshUntil: NOW + 5000,
        });
        resolver.answer('1/y', {
          outcome: 'bad-answer',
          handle: name,
          aliases: [name],
          message: data,
        });
        for (const path of ['/1/x?noredirect', '/1/y', '/1/x']) {
          const { body } = await get(path);
          expect(body).not.toMatch(/<(?:script|img src=x)/i);
          expect(body.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]* on\w+=/);
          for (const href of hrefsOf(body)) expect(href).toMatch(/^(?:\/|#|https?:|ftp:|mailto:)/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the start page', () => {
  it('has a form with labels that sends the handle by POST', async () => {
    const { body, headers } = await pageOf('/');
    expect(body).toContain('<form action="/" method="post">');
    expect(body).toContain('<label for="hdl">');
    for (const name of ['hdl', 'auth', 'noredirect', 'ignore_aliases']) {
      expect(body).toContain(`name="${name}"`);
    }
    expect(headers['content-security-policy']).toContain("form-action 'self' http: https:");
  });
});

describe('files', () => {
  it('are not sent again to whoever has them', async () => {
    const { get } = await startTestProxy();
    const { headers } = await get('/static/style.css');
    const again = await get('/static/style.css', {
      headers: { 'If-None-Match': headers.etag ?? '' },
    });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it.each([
    ['/static/style.css', 'text/css;charset=utf-8'],
    ['/static/icon.svg', 'image/svg+xml'],
    ['/favicon.ico', 'image/x-icon'],
    ['/robots.txt', 'text/plain;charset=utf-8'],
  ])('%s is %s', async (path, type) => {
    const { get } = await startTestProxy();
    const { status, headers } = await get(path);
    expect([status, headers['content-type']]).toEqual([200, type]);
  });

  it.each([
    '/static/../package.json',
    '/static/%2e%2e/package.json',
    '/static/..%2f..%2fpackage.json',
    '/static//etc/passwd',
    '/static/',
    '/static',
    '/static/__proto__',
    '/static/query.eta',
  ])('%s is not there', async (path) => {
    const { get, resolver } = await startTestProxy();
    expect(await get(path)).toMatchObject({ status: 404 });
    expect(resolver.asked).toEqual([]);
  });
});
