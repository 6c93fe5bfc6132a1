import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/http/templates.ts';
import { isWithoutBrowser, launchChromium } from './kit/chromium.ts';
import { PAGES, type Site, startSite } from './kit/site.ts';
import { LOOKS, violationsOf } from './kit/violations.ts';

const LANGUAGES = [...loadTemplates().texts.keys()];

describe.skipIf(isWithoutBrowser())('pages that everybody can use', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  describe.each(LOOKS)('$name', ({ colorScheme, width }) => {
    it.each(LANGUAGES)('without a violation in %s', async (language) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 900 },
        locale: language,
        bypassCSP: true,
      });
      const page = await context.newPage();
      const found: string[] = [];
      for (const [path] of PAGES) {
        await page.goto(site.url + path);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        for (const violation of await violationsOf(page)) {
          found.push(`${path.slice(0, 40)}: ${violation}`);
        }
      }
      await context.close();
      expect(found).toEqual([]);
    });
  });
});
