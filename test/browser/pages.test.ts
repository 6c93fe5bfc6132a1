import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isWithoutBrowser, launchChromium } from './kit/chromium.ts';
import { PAGES, type Site, startSite } from './kit/site.ts';

/** What has the focus, and how that shows. */
const FOCUSED = `(() => {
  const { activeElement: element } = document;
  const { outlineStyle } = getComputedStyle(element);
  return [element.tagName, element.getAttribute('name') ?? '', outlineStyle].join(' ');
})()`;

describe.skipIf(isWithoutBrowser())('in a browser', () => {
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

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(site.url + path);
    return page;
  }

  const background = (page: Page) =>
    page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');

  it.each([
    '20.500.1/here',
    '  hdl:20.500.1/here ',
    '\u00a020.500.1/here\u200b',
    'https://hdl.handle.net/20.500.1/here',
    'doi:20.500.1/here',
  ])('the form takes a visitor who enters %j to where the handle leads', async (written) => {
    const page = await open('/');
    await page.getByRole('textbox').fill(written);
    await page.getByRole('button').click();
    await page.waitForURL(site.destination);
    expect(await page.getByRole('heading').textContent()).toBe('You are there');
  });

  it('the form shows the record on request', async () => {
    const page = await open('/');
    await page.getByRole('textbox').fill('20.500.1/record');
    await page.locator('input[name=noredirect]').check();
    await page.getByRole('button').click();
    await page.getByRole('table').waitFor();
    expect(await page.getByRole('row').count()).toBe(7);
    expect(await page.getByRole('link', { name: site.destination }).count()).toBeGreaterThan(0);
  });

  it('everything can be done with the keyboard', async () => {
    const page = await open('/');
    // Whoever types before the page has taken the focus types nowhere.
    await page.locator('input[name=hdl]:focus').waitFor();
    await page.keyboard.type('20.500.1/record');
    expect(await page.getByRole('textbox').inputValue()).toBe('20.500.1/record');
    const focus: string[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      focus.push(await page.evaluate<string>(FOCUSED));
    }
    expect(focus).toEqual([
      'BUTTON  solid',
      'INPUT noredirect solid',
      'INPUT auth solid',
      'INPUT ignore_aliases solid',
    ]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    expect(await page.locator('input[name=noredirect]').isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('table').waitFor();
  });

  it('a page begins with a way past its header', async () => {
    const page = await open('/20.500.1/none');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.activeElement.getAttribute('href')`)).toBe('#content');
  });

  it('a visitor without scripts gets there too', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    await page.getByRole('textbox').fill('20.500.1/here');
    await page.getByRole('button').click();
    await page.waitForURL(site.destination);
  });

  it.each(PAGES)('%s has status %i, and fits a narrow screen', async (path, status) => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const answer = await page.goto(site.url + path);
    expect(answer?.status()).toBe(status);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
  });

  it('pages are dark for those who like it, but not on paper', async () => {
    const light = await background(await open('/', { colorScheme: 'light' }));
    const dark = await open('/', { colorScheme: 'dark' });
    expect(await background(dark)).not.toBe(light);
    await dark.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await background(dark)).toMatch(/rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\)/);
  });

  it('the address that helps is a click away', async () => {
    const page = await open('/20.500.1/record/');
    await page.getByRole('link', { name: '20.500.1/record', exact: true }).click();
    await page.getByRole('table').waitFor();
  });
});
