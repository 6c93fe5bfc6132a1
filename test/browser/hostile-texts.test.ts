import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeAttribute } from '../../src/xml/entities.ts';
import { isWithoutBrowser, launchChromium } from './kit/chromium.ts';
import { type Site, startSite } from './kit/site.ts';

/** Texts that want to be more than texts; those that are programs call `__ran`. */
const TEXTS = JSON.parse(
  readFileSync(new URL('hostile-texts.json', import.meta.url), 'utf8'),
) as string[];

const HARMLESS = 'harmless';

/** Values of each kind that a page shows in a way of its own. */
const valuesWith = (text: string, first: number) => [
  string(first, 'URL', text),
  string(first + 1, 'EMAIL', text),
  string(first + 2, 'DESC', text),
  string(first + 3, '10320/loc', `<l><location href="${xml(text)}" title="${xml(text)}"/></l>`),
  string(first + 4, 'HS_SERV', text),
  string(first + 5, text.slice(0, 100) || 'X', 'its type'),
  { ...string(first + 6, 'DESC', 'refers'), references: [{ handle: text, index: 1 }] },
];

const string = (index: number, type: string, value: string) => ({
  index,
  type,
  data: { format: 'string', value: value.toWellFormed() },
});

/** XML has no control characters; a value with them would only be passed over. */
function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return encodeAttribute(text.replace(/[\u0000-\u001f\ufffe\uffff]/g, ''));
}

/** As many texts as a record page shows the values of. */
const PER_RECORD = 12;

function recordPages(texts: readonly string[], prefix: string) {
  const handles: Record<string, { values: object[] }> = {};
  for (let i = 0; i < texts.length; i += PER_RECORD) {
    const part = texts.slice(i, i + PER_RECORD);
    handles[`${prefix}/record-${i}`] = {
      values: part.flatMap((text, n) => valuesWith(text, 1 + n * 10)),
    };
  }
  return handles;
}

const namespaceOf = (text: string) => ({
  values: [
    string(
      10,
      'HS_NAMESPACE',
      `<namespace><status>inactive</status><statusmsg>${xml(text)}</statusmsg><contact>${xml(text)}</contact></namespace>`,
    ),
  ],
});

const RECORDS = {
  ...recordPages(TEXTS, '20.600.1'),
  ...recordPages(Array(PER_RECORD).fill(HARMLESS), '20.600.2'),
  '0.NA/20.601.0': namespaceOf(HARMLESS),
  '20.601.0/x': { values: [string(1, 'DESC', 'x')] },
  ...Object.fromEntries(
    TEXTS.flatMap((text, i) => [
      [`0.NA/20.602.${i}`, namespaceOf(text)],
      [`20.602.${i}/x`, { values: [string(1, 'DESC', 'x')] }],
    ]),
  ),
};

/** What a page is made of: names of elements and attributes, and where its links lead. */
const ANATOMY = `(() => {
  const all = [...document.querySelectorAll('*')];
  return {
    parts: [...new Set(all.flatMap((element) => [
      element.tagName,
      ...element.getAttributeNames().map((name) => element.tagName + ' ' + name),
    ]))],
    schemes: [...new Set(all.flatMap((element) =>
      ['href', 'src', 'action', 'formaction'].flatMap((name) =>
        element.hasAttribute(name) ? new URL(element.getAttribute(name), location).protocol : [])))],
    ran: window.__ran === undefined ? 'gone' : window.__times,
  };
})()`;

interface Anatomy {
  readonly parts: readonly string[];
  readonly schemes: readonly string[];
  readonly ran: number | 'gone';
}

const SCHEMES = ['http:', 'https:', 'ftp:', 'mailto:'];

describe.skipIf(isWithoutBrowser())('texts of strangers stay texts', () => {
  let site: Site;
  let browser: Browser;

  beforeAll(async () => {
    site = await startSite(RECORDS);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  interface Watched {
    readonly context: BrowserContext;
    readonly page: Page;
    readonly trouble: string[];
  }

  /** A page that notes everything that a text may have caused. */
  async function watched(bypassCSP: boolean): Promise<Watched> {
    const context = await browser.newContext({ bypassCSP });
    const trouble: string[] = [];
    await context.route('**/*', (route) => {
      const { origin } = new URL(route.request().url());
      if (origin === site.url) return route.continue();
      trouble.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await context.addInitScript(
      'window.__times = 0; window.__ran = () => { window.__times += 1; };',
    );
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      trouble.push(`opened a dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('pageerror', (error) => trouble.push(`ran into ${error.message}`));
    page.on('popup', (popup) => trouble.push(`opened ${popup.url()}`));
    return { context, page, trouble };
  }

  async function anatomy({ page }: Watched, path: string): Promise<Anatomy> {
    await page.goto(site.url + path);
    const found = await page.evaluate<Anatomy>(ANATOMY);
    // Nothing has gone elsewhere in the meantime.
    expect(new URL(page.url()).origin).toBe(site.url);
    return found;
  }

  /** Where a page is made of anything that its harmless twin is not. */
  async function differences(
    visitor: Watched,
    twin: string,
    paths: readonly string[],
  ): Promise<string[]> {
    const usual = await anatomy(visitor, twin);
    const found: string[] = [];
    for (const path of paths) {
      const { parts, schemes, ran } = await anatomy(visitor, path);
      const strange = parts.filter((part) => !usual.parts.includes(part) && !COMMON.has(part));
      const bad = schemes.filter((scheme) => !SCHEMES.includes(scheme));
      if (strange.length > 0) found.push(`${path}: has ${strange.join(', ')}`);
      if (bad.length > 0) found.push(`${path}: leads to ${bad.join(', ')}`);
      if (ran !== 0) found.push(`${path}: ran something (${ran})`);
    }
    return found;
  }

  /** What our own templates use for some data and not for other. */
  const COMMON = new Set([
    ...[
      'A',
      'A href',
      'A rel',
      'BDI',
      'BR',
      'CODE',
      'CODE class',
      'DETAILS',
      'LI',
      'OL',
      'P',
      'UL',
    ],
    ...['P class', 'PRE', 'PRE tabindex', 'SPAN', 'SPAN class', 'SUMMARY', 'UL class', 'LI class'],
    ...['SECTION aria-labelledby', 'H2', 'H2 id', 'SECTION'],
  ]);

  describe.each([
    ['with the policy that forbids scripts', false],
    ['in a browser that ignores the policy', true],
  ])('%s', (_, bypassCSP) => {
    it('in the values of a record', async () => {
      const visitor = await watched(bypassCSP);
      const paths = Object.keys(RECORDS)
        .filter((handle) => handle.startsWith('20.600.1/'))
        .map((handle) => `/${handle}?noredirect`);
      expect(paths.length).toBeGreaterThan(15);
      const found = await differences(visitor, '/20.600.2/record-0?noredirect', paths);
      expect([...found, ...visitor.trouble]).toEqual([]);
      await visitor.context.close();
    });

    it('in names of handles', async () => {
      const visitor = await watched(bypassCSP);
      const paths = TEXTS.map((text) => `/20.600.3/${encodeURIComponent(text.toWellFormed())}`);
      const found = await differences(visitor, `/20.600.3/${HARMLESS}.`, paths);
      expect([...found, ...visitor.trouble]).toEqual([]);
      await visitor.context.close();
    });

    it('in what prefixes say', async () => {
      const visitor = await watched(bypassCSP);
      const paths = TEXTS.map((_text, i) => `/20.602.${i}/x`);
      const found = await differences(visitor, '/20.601.0/x', paths);
      expect([...found, ...visitor.trouble]).toEqual([]);
      await visitor.context.close();
    });

    it('in what the form is given', async () => {
      const visitor = await watched(bypassCSP);
      for (const text of TEXTS.slice(0, 25)) {
        await visitor.page.goto(`${site.url}/`);
        await visitor.page.getByRole('textbox').fill(`20.600.3/${text}`);
        await Promise.all([
          visitor.page.waitForEvent('load'),
          visitor.page.getByRole('button').click(),
        ]);
        expect(await visitor.page.evaluate<number>('window.__times')).toBe(0);
      }
      expect(visitor.trouble).toEqual([]);
      await visitor.context.close();
    });

    it('in headers', async () => {
      const visitor = await watched(bypassCSP);
      const sendable = TEXTS.filter((text) => /^[\x20-\x7e]{1,500}$/.test(text));
      const found: string[] = [];
      for (const text of sendable.slice(0, 60)) {
        await visitor.context.setExtraHTTPHeaders({
          'Accept-Language': text,
          'User-Agent': text,
          'X-Forwarded-For': text,
        });
        found.push(...(await differences(visitor, '/', ['/20.600.3/x', '/help'])));
      }
      expect(found.filter((line) => !line.includes(': has '))).toEqual([]);
      expect(visitor.trouble).toEqual([]);
      await visitor.context.close();
    });
  });
});
