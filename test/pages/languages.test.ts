import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Texts } from '../../src/http/language.ts';
import { createLanguages } from '../../src/http/languages.ts';
import { loadTemplates } from '../../src/http/templates.ts';
import { TRUST_REASONS, TRUST_SENTENCES } from '../../src/resolver/trust/finding.ts';
import { url } from '../http/kit/records.ts';
import { startTestProxy } from '../http/kit/serve.ts';

const { texts } = loadTemplates();
const english = texts.get('en') as Texts;
const tags = [...texts.keys()];

/** The names in braces, of all plural forms alike. */
function placeholders(text: Texts[string] | undefined): string[] {
  const forms = typeof text === 'string' ? [text] : Object.values(text ?? {});
  const found = forms.map((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  return [...new Set(found.flat())].sort();
}

/** Every key that a template or a room of ours names. */
function keysInUse(): string[] {
  const folders = ['templates', 'src/http'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder).flatMap((file) => (/\.(eta|ts)$/.test(file) ? [`${folder}/${file}`] : [])),
  );
  const sources = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return [...sources.matchAll(/['"`]([a-z][\w]*\.[\w.-]+)['"`]/gi)].flatMap(([, key = '']) =>
    key in english ? key : [],
  );
}

describe('the texts of the pages', () => {
  it('are there in five languages at least', () => {
    expect(tags).toEqual(expect.arrayContaining(['de', 'en', 'es', 'fr', 'zh']));
  });

  it.each(tags)('%s has every text, and no other', (tag) => {
    expect(Object.keys(texts.get(tag) ?? {}).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(tags)('%s fills in what English fills in', (tag) => {
    for (const [key, text] of Object.entries(texts.get(tag) ?? {})) {
      const own = placeholders(text);
      // A language may say "sent once" without a number, but never name what is not given.
      for (const name of own) expect(placeholders(english[key]), key).toContain(name);
      if (typeof text === 'string') expect(own, key).toEqual(placeholders(english[key]));
    }
  });

  it.each(tags)('%s has each plural form that it needs', (tag) => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
    for (const [key, text] of Object.entries(texts.get(tag) ?? {})) {
      if (typeof text === 'string') continue;
      expect(Object.keys(text).sort(), key).toEqual([...pluralCategories].sort());
    }
  });

  it('are all translated, but for names and measures', () => {
    for (const tag of tags.filter((each) => each !== 'en')) {
      const same = Object.entries(texts.get(tag) ?? {}).filter(
        ([key, text]) => JSON.stringify(text) === JSON.stringify(english[key]),
      );
      expect(same.map(([key]) => key).length, tag).toBeLessThan(12);
    }
  });

  it.each(TRUST_REASONS)('say that a signature is %s', (reason) => {
    expect(placeholders(english[`trust.${reason}`]), reason).toEqual(
      placeholders(TRUST_SENTENCES[reason]),
    );
  });

  it('are used', () => {
    const used = new Set(keysInUse());
    const composed =
      /^(admin\.\d+|reason\.|road\.|trust\.|query\.|help\.|rights\.|[a-zA-Z]+\.(title|what)$)/;
    const unused = Object.keys(english).filter((key) => !used.has(key) && !composed.test(key));
    expect(unused).toEqual([]);
  });
});

describe('the language of a page', () => {
  it.each([
    [undefined, 'en'],
    ['de', 'de'],
    ['de-AT, en;q=0.5', 'de'],
    ['zh-TW', 'zh'],
    ['zh-Hant-HK', 'zh'],
    ['pt, es;q=0.8', 'es'],
    ['fr;q=0, en', 'en'],
    ['xx', 'en'],
    ['*', 'en'],
    ['de;q=oops', 'de'],
    [`${'a-'.repeat(9_000)}de`, 'en'],
  ])('for %j is %s', (acceptLanguage, tag) => {
    expect(createLanguages(texts).for(acceptLanguage).tag).toBe(tag);
  });

  it('is the one that the operator prefers for visitors whom none suits', () => {
    const languages = createLanguages(texts, 'fr');
    expect([languages.for(undefined).tag, languages.for('de').tag]).toEqual(['fr', 'de']);
  });

  it('is said in the page and in its headers', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url('https://example.org/'));
    for (const path of ['/', '/help', '/20.500.1/x?noredirect', '/20.500.1/none']) {
      const { headers, body } = await get(path, { headers: { 'Accept-Language': 'de-CH' } });
      expect(headers['content-language']).toBe('de');
      expect(headers.vary).toContain('Accept-Language');
      expect(body).toContain('<html lang="de">');
      expect(body).toContain('>Hilfe<');
    }
  });

  it('makes no difference to a redirect', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url('https://example.org/'));
    const { headers } = await get('/20.500.1/x', { headers: { 'Accept-Language': 'de' } });
    expect(headers).not.toHaveProperty('content-language');
    expect(headers).not.toHaveProperty('vary');
  });
});
