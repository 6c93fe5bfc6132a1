import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadTemplates } from '../../src/http/templates.ts';
import { startTestProxy } from '../http/kit/serve.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function proxyWith(files: Readonly<Record<string, string>>) {
  const problems: string[] = [];
  const templates = loadTemplates(folderWith(files), (message) => problems.push(message));
  return { problems, ...(await startTestProxy({ templates })) };
}

describe('an operator’s templates', () => {
  it('take the place of the pages that they are named after, the others stay', async () => {
    const { get, problems } = await proxyWith({ 'query.eta': 'Ask <%= it.site.base %>' });
    expect((await get('/')).body).toBe('Ask /');
    expect((await get('/help')).body).toContain('<h1>Help</h1>');
    expect(problems).toEqual([]);
  });

  it('may bring a layout, style and pictures of their own', async () => {
    const { get } = await proxyWith({
      'layout.eta': '<html lang="<%= it.language.tag %>"><body><%~ it.body %></body></html>',
      'static/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
    expect((await get('/help')).body).toMatch(/^<html lang="en"><body>\n?<h1>Help/);
    expect((await get('/static/logo.svg')).headers['content-type']).toBe('image/svg+xml');
  });

  it('that cannot be compiled are reported, and the package’s page is shown', async () => {
    const { get, problems } = await proxyWith({ 'error.eta': '<% if ( %>' });
    const answer = await get('/20.500.1/none');
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('No such handle');
    expect(problems).toEqual([expect.stringMatching(/error\.eta cannot be used/)]);
  });

  it('that fail when they are filled in are reported once, and the package’s page is shown', async () => {
    const { get, problems } = await proxyWith({ 'error.eta': '<%= it.no.such.thing %>' });
    for (const name of ['a', 'b']) {
      expect((await get(`/20.500.1/${name}`)).body).toContain('No such handle');
    }
    expect(problems).toEqual([expect.stringMatching(/error\.eta cannot be used/)]);
  });

  it('may change texts and add languages', async () => {
    const { get } = await proxyWith({
      'languages/en.json': '{"site.name": "Our names"}',
      'languages/nl.json': '{"query.title": "Zoek een handle"}',
    });
    expect((await get('/')).body).toContain('Our names');
    const dutch = await get('/', { headers: { 'Accept-Language': 'nl-BE' } });
    expect(dutch.body).toContain('<html lang="nl">');
    expect(dutch.body).toContain('Zoek een handle');
    // What a language lacks is said in English.
    expect(dutch.body).toContain('Paste a handle');
  });

  it.each([
    ['is no JSON', 'languages/nl.json', '{'],
    ['holds no texts', 'languages/nl.json', '{"a": 1}'],
    ['is named after no language', 'languages/not a tag.json', '{}'],
  ])('whose language file %s are reported', async (_, name, text) => {
    const { get, problems } = await proxyWith({ [name]: text });
    expect((await get('/')).status).toBe(200);
    expect(problems).toEqual([expect.stringContaining(name)]);
  });
});
