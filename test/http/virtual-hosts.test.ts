import { describe, expect, it } from 'vitest';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const HOSTS = new Map([
  [
    'ids.example.org',
    {
      siteTitle: 'Example identifiers',
      publicUrl: 'https://ids.example.org/hdl/',
      defaultLanguage: 'de',
      locattShortcuts: ['id'],
    },
  ],
]);

async function proxy() {
  const started = await startTestProxy({ siteTitle: 'Usual', virtualHosts: HOSTS });
  started.resolver.record('20.500.1/x', url('https://example.org/'));
  started.resolver.record(
    '20.500.1/two',
    value(
      1,
      '10320/loc',
      '<l><location id="1" href="https://a.example/"/><location id="2" href="https://b.example/" weight="0"/></l>',
    ),
  );
  const at = (host: string, path: string, headers: Record<string, string> = {}) =>
    started.get(path, { headers: { ...headers, Host: host } });
  return { ...started, at };
}

describe('a virtual host', () => {
  it.each(['ids.example.org', 'IDS.example.org', 'ids.example.org:8080'])(
    '%s has its own title, language and links',
    async (host) => {
      const { at } = await proxy();
      const { body, headers } = await at(host, '/');
      expect(headers['content-language']).toBe('de');
      expect(body).toContain('Example identifiers');
      expect(body).toContain('href="/hdl/help"');
    },
  );

  it.each(['other.example.org', 'localhost:1', 'ids.example.org.evil.example'])(
    'that is not known (%s) is the usual site',
    async (host) => {
      const { at } = await proxy();
      const { body, headers } = await at(host, '/');
      expect(headers['content-language']).toBe('en');
      expect(body).toContain('Usual');
      expect(body).toContain('href="/help"');
    },
  );

  it('speaks the visitor’s language all the same', async () => {
    const { at } = await proxy();
    const { headers } = await at('ids.example.org', '/', { 'Accept-Language': 'fr' });
    expect(headers['content-language']).toBe('fr');
  });

  it('has its own shortcuts for locations', async () => {
    const { at } = await proxy();
    const own = await at('ids.example.org', '/20.500.1/two?id=2');
    expect(own.headers.location).toBe('https://b.example/');
    const usual = await at('other.example', '/20.500.1/two?id=2');
    expect(usual.headers.location).toBe('https://a.example/');
  });

  it('resolves the same handles', async () => {
    const { at } = await proxy();
    for (const host of ['ids.example.org', 'other.example']) {
      expect((await at(host, '/20.500.1/x')).headers.location).toBe('https://example.org/');
    }
  });
});
