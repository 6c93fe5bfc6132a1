import axe, { type AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/http/templates.ts';
import { isWithoutBrowser, launchChromium } from './kit/chromium.ts';
import { PAGES, type Site, startSite } from './kit/site.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1200 },
  { name: 'dark', colorScheme: 'dark', width: 1200 },
  { name: 'narrow', colorScheme: 'light', width: 360 },
] as const;

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
        // Everything that can be opened is looked at, too.
        await page.evaluate(
          `for (const each of document.querySelectorAll('details')) each.open = true`,
        );
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<AxeResults>(
          `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} } })`,
        );
        for (const { id, nodes } of violations) {
          found.push(
            `${path.slice(0, 40)}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`,
          );
        }
      }
      await context.close();
      expect(found).toEqual([]);
    });
  });
});
