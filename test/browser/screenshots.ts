import { mkdirSync } from 'node:fs';
import { launchChromium } from './kit/chromium.ts';
import { PAGES, startSite } from './kit/site.ts';

/** Takes a picture of every page, light and dark, wide and narrow, into `screenshots/`. */
const FOLDER = 'screenshots';

const LOOKS = [
  { name: 'light-wide', colorScheme: 'light', width: 1200 },
  { name: 'dark-wide', colorScheme: 'dark', width: 1200 },
  { name: 'light-narrow', colorScheme: 'light', width: 360 },
  { name: 'dark-narrow', colorScheme: 'dark', width: 360 },
] as const;

mkdirSync(FOLDER, { recursive: true });
const site = await startSite();
const browser = await launchChromium();
for (const { name, colorScheme, width } of LOOKS) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  for (const [number, [path, status]] of PAGES.entries()) {
    await page.goto(site.url + path);
    const slug = path.replace(/[^a-z0-9]+/gi, '-').slice(0, 40);
    const file = `${FOLDER}/${String(number).padStart(2, '0')}-${status}${slug}-${name}.png`;
    await page.screenshot({ path: file, fullPage: true });
  }
  await context.close();
}
await browser.close();
await site.close();
process.stdout.write(`${PAGES.length * LOOKS.length} pictures are in ${FOLDER}/.\n`);
