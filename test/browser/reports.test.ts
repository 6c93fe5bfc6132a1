import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlOf } from '../../bench/kit/report.ts';
import type { Run } from '../../bench/kit/run.ts';
import { figureOf } from '../../bench/kit/suite.ts';
import { htmlReport } from '../../src/load/report/html-report.ts';
import type { LoadReport } from '../../src/load/report/load-report.ts';
import type { StepResult } from '../../src/load/step.ts';
import { isWithoutBrowser, launchChromium } from './kit/chromium.ts';
import { LOOKS, violationsOf } from './kit/violations.ts';

const STEP: StepResult = {
  rate: 500,
  seconds: 3,
  sent: 1_500,
  answered: 1_490,
  failed: 10,
  wrong: 7,
  unsent: 3,
  late: 40,
  hadToWait: 30,
  repeated: 2,
  busyShare: 0.9,
  isCutShort: true,
  throughput: 490,
  latencies: {
    ...{ p50: 0.4, p90: 0.9, p99: 12, p999: 80, max: 90, mean: 0.7 },
    curve: [
      [0, 0.2],
      [0.5, 0.4],
      [0.9, 0.9],
      [0.99, 12],
      [0.999, 80],
    ],
  },
  serviceTimes: { p50: 0.4, p90: 0.8, p99: 8, p999: 70, max: 80, mean: 0.6 },
  outcomes: { '302': 1_483, timeout: 10, 'wrong: answered 500, not a redirect': 7 },
  examples: [`20.500.1/${'long'.repeat(60)} answered 500, not a redirect`],
  perSecond: [0, 1, 2].map((i) => ({
    answered: 490 + i,
    failed: 3,
    wrong: 2,
    slowest: 10 * i + 1,
  })),
};

const STEADY: LoadReport = {
  tool: 'hdl-edge 0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  target: 'http://127.0.0.1:8080',
  command: "hdl-edge load http://127.0.0.1:8080 --pattern '20.500.1/bench-{0..999}' --rate 500",
  ...{ pick: 'zipf', seed: 1, handles: 1_000, connections: 256, timeoutMs: 5_000 },
  ...{ node: '20.19.0', cores: 4, ramp: false },
  steps: [STEP],
};

const RAMP: LoadReport = {
  ...STEADY,
  ramp: true,
  steps: [1, 1.5, 2.25].map((factor) => ({ ...STEP, rate: STEP.rate * factor })),
  sustainedRate: 750,
  endedBecause: 'at 1125 per second only 86 % were answered well and in time',
};

const EARLIER = ['2025-12-24T18:00:00.000Z', '2025-12-25T18:00:00.000Z'].map((startedAt) => ({
  ...{ ...RAMP, startedAt },
}));

const RUN: Run = {
  ...{ startedAt: STEADY.startedAt, node: '20.19.0', cores: 4, load: 3, quick: true },
  suites: [
    {
      name: 'hot',
      summary: 'cached redirects',
      figures: [
        figureOf({ name: 'hot/cpu', unit: 'µs/request', aim: { most: 1.15 } }, [30, 31, 32], {
          name: 'bare node:http',
          rounds: [10, 11, 12],
        }),
        { name: 'hot/offered', unit: 'requests/s', value: 2_000 },
      ],
      curves: [
        {
          title: 'Latency at a steady rate',
          ...{ xLabel: 'percentile', yLabel: 'milliseconds', x: 'nines', y: 'log' },
          series: ['hdl-edge', 'bare node:http'].map((name, i) => ({
            name,
            points: STEP.latencies.curve.map(([share, ms]) => [share, ms + i] as const),
          })),
        },
      ],
      skipped: ['4 workers need 6 cores; here are 4'],
    },
  ],
};

const REPORTS = [
  ['a steady rate', htmlReport(STEADY)],
  ['a ramp beside earlier ones', htmlReport(RAMP, EARLIER)],
  ['nothing but failures', htmlReport({ ...STEADY, steps: [failed()] })],
  ['the benchmarks', htmlOf(RUN)],
] as const;

function failed(): StepResult {
  const latencies = { ...STEP.latencies, curve: [] };
  return { ...STEP, answered: 0, wrong: 0, failed: 1_500, latencies };
}

describe.skipIf(isWithoutBrowser())('a report that everybody can read', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  describe.each(LOOKS)('$name', ({ colorScheme, width }) => {
    it.each(REPORTS)('of %s', async (_, html) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      await page.setContent(html);
      expect(await violationsOf(page)).toEqual([]);
      // Tables and pictures may be wider, and are scrolled by themselves; the page is not.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
      await context.close();
    });
  });

  it.each(REPORTS)('on paper, of %s', async (_, html) => {
    const page = await browser.newPage({
      colorScheme: 'dark',
      viewport: { width: 640, height: 900 },
    });
    await page.emulateMedia({ media: 'print' });
    await page.setContent(html);
    // Nobody scrolls paper.
    const cut = await page.evaluate(
      `[...document.querySelectorAll('.scroll > *')].filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.textContent.slice(0, 60))`,
    );
    expect(cut).toEqual([]);
    await page.close();
  });
});
