import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian puts it; CHROMIUM names another one. */
const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The browser's program; undefined when there is none. */
const chromiumPath: string | undefined = existsSync(PATH) ? PATH : undefined;

/**
 * Whether the tests in a browser are to be left out, which is said once.
 *
 * @throws where everything is required
 */
export function isWithoutBrowser(): boolean {
  if (chromiumPath !== undefined) return false;
  const advice = `there is no ${PATH}; install Chromium (apt-get install chromium) or name it in CHROMIUM`;
  if (process.env.HDL_EDGE_REQUIRE_ALL === '1') throw new Error(`The browser tests: ${advice}.`);
  process.stdout.write(`The browser tests are left out: ${advice}.\n`);
  return true;
}

/** Without its own services, which a browser under test has no use for. */
const FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a busy machine may take to start it, in milliseconds. */
const START_MS = 120_000;

/** @throws when there is no browser */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? PATH,
    args: [...FLAGS],
    timeout: START_MS,
  });
}
