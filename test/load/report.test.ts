import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { LoadError } from '../../src/load/load-error.ts';
import { cautionsOf } from '../../src/load/report/cautions.ts';
import { htmlReport } from '../../src/load/report/html-report.ts';
import { lineChart } from '../../src/load/report/line-chart.ts';
import type { LoadReport } from '../../src/load/report/load-report.ts';
import { readLoadReport } from '../../src/load/report/read-load-report.ts';
import { linearScale, logScale, ninesScale, numberText } from '../../src/load/report/scale.ts';
import { stepRow, summaryText } from '../../src/load/report/step-row.ts';
import type { StepResult } from '../../src/load/step.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

const STEP: StepResult = {
  rate: 100,
  seconds: 2,
  sent: 200,
  answered: 200,
  failed: 0,
  wrong: 0,
  unsent: 0,
  throughput: 100,
  latencies: {
    p50: 1,
    p90: 2,
    p99: 3,
    p999: 4,
    max: 5,
    mean: 1.2,
    curve: [
      [0.5, 1],
      [0.99, 3],
    ],
  },
  serviceTimes: { p50: 0.5, p90: 0.9, p99: 2.5, p999: 3.5, max: 4.5, mean: 0.6 },
  outcomes: { '302': 200 },
  examples: [],
  late: 0,
  hadToWait: 0,
  repeated: 0,
  busyShare: 0.2,
  isCutShort: false,
  perSecond: [{ answered: 100, failed: 0, wrong: 0, slowest: 4 }],
};

const REPORT: LoadReport = {
  tool: 'hdl-edge 0.0.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  target: 'http://127.0.0.1:8080',
  command: 'hdl-edge load http://127.0.0.1:8080 --rate 100',
  pick: 'each',
  seed: 1,
  handles: 5_000,
  connections: 64,
  timeoutMs: 5_000,
  node: '20.19.0',
  cores: 4,
  ramp: false,
  steps: [STEP],
};

describe('the page', () => {
  it('has three pictures, for a rate and for a ramp', () => {
    const pictures = (report: LoadReport) => htmlReport(report).match(/<figure>/g)?.length;
    expect(pictures(REPORT)).toBe(3);
    expect(pictures({ ...REPORT, ramp: true, steps: [STEP, { ...STEP, rate: 150 }] })).toBe(3);
  });

  it('needs no script and nothing from elsewhere', () => {
    expect(htmlReport(REPORT)).not.toMatch(/<script|<link|src=|url\(|@import/i);
  });

  it('shows hostile texts as texts', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const page = htmlReport({
      ...REPORT,
      target: evil,
      pick: evil,
      tool: evil,
      steps: [{ ...STEP, outcomes: { [evil]: 1 }, examples: [evil] }],
    });
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  });

  it('says how to repeat the test', () => {
    expect(htmlReport(REPORT)).toContain(`<dd>${REPORT.command}</dd>`);
  });

  it('has the times from when requests left too', () => {
    expect(htmlReport(REPORT)).toContain(
      '<tr><td>100</td><td>0.50</td><td>0.90</td><td>2.50</td><td>–</td><td>4.50</td></tr>',
    );
  });

  it('draws no percentile that no answer lies above', () => {
    const steps = [STEP, { ...STEP, rate: 150 }];
    const [, , chart = ''] = htmlReport({ ...REPORT, ramp: true, steps }).split('<figure>');
    expect(chart).toContain('<title>p99: 150, 3</title>');
    expect(chart).not.toContain('<title>p99.9:');
  });

  it('stands without any answer', () => {
    const silent = {
      ...STEP,
      answered: 0,
      failed: 200,
      latencies: { ...STEP.latencies, curve: [] },
    };
    expect(htmlReport({ ...REPORT, steps: [silent] })).toContain('nothing to draw');
  });

  it('stands without any request', () => {
    const page = htmlReport({ ...REPORT, ramp: true, steps: [] });
    expect(page.match(/nothing to draw/g)).toHaveLength(3);
    expect(page).not.toMatch(/NaN|Infinity/);
    const beside = htmlReport({ ...REPORT, ramp: true, steps: [] }, [REPORT]);
    expect(beside).toContain('that of 2026-01-01 00:00, 100 per second');
  });

  it('draws the curve of the rate that a ramp kept up with', () => {
    const steps = Array.from({ length: 20 }, (_, i) => ({ ...STEP, rate: 100 + i }));
    const page = htmlReport({ ...REPORT, ramp: true, steps, sustainedRate: 113 });
    const drawn = [...page.matchAll(/<\/svg> (\d+) per second<\/li>/g)].map(([, rate]) => rate);
    expect(drawn).toEqual(['100', '105', '110', '113', '119']);
  });
});

describe('the summary', () => {
  it('says how fast most answers were', () => {
    expect(summaryText(REPORT)).toMatch(
      /half of the right answers came within 1\.00 ms, 99 % within 3\.00 ms/,
    );
  });

  it('says of few answers how fast all were', () => {
    const steps = [{ ...STEP, answered: 99 }];
    expect(summaryText({ ...REPORT, steps })).toMatch(/within 1\.00 ms, all within 5\.00 ms/);
  });

  it('says what was wrong', () => {
    const steps = [{ ...STEP, wrong: 3, failed: 2 }];
    expect(summaryText({ ...REPORT, steps })).toMatch(/3 answers were wrong, 2 requests got none/);
  });

  it('says what a ramp led to', () => {
    const steps = [STEP, { ...STEP, rate: 150 }];
    expect(summaryText({ ...REPORT, ramp: true, steps, sustainedRate: 100 })).toMatch(
      /kept up with 100 req/,
    );
    expect(summaryText({ ...REPORT, ramp: true, steps })).toMatch(/did not keep up with the first/);
  });

  it('blames nobody for a test that was ended too early', () => {
    const steps = [{ ...STEP, isCutShort: true }];
    expect(summaryText({ ...REPORT, ramp: true, steps })).toMatch(
      /ended within its first step\. 200/,
    );
    for (const none of [[], [{ ...STEP, sent: 0, answered: 0 }]]) {
      expect(summaryText({ ...REPORT, ramp: none.length === 0, steps: none })).toBe(
        'Nothing was asked of http://127.0.0.1:8080: the test was ended before it began.',
      );
    }
  });
});

describe('percentiles', () => {
  it.each([
    [1, ['–', '–', '–', '–', '5.00']],
    [99, ['1.00', '2.00', '–', '–', '5.00']],
    [1_000, ['1.00', '2.00', '3.00', '4.00', '5.00']],
  ])('of %d right answers are those that one of them lies above', (answered, cells) => {
    expect(stepRow({ ...STEP, answered }).slice(2, 7)).toEqual(cells);
  });

  it('are none where nothing was answered rightly', () => {
    const steps = [{ ...STEP, wrong: 200 }];
    expect(stepRow(steps[0] as StepResult).slice(2, 7)).toEqual(['–', '–', '–', '–', '–']);
    expect(summaryText({ ...REPORT, steps })).toMatch(/none was answered rightly/);
  });
});

describe('what clouds the figures is said', () => {
  it.each<[string, Partial<StepResult>, RegExp]>([
    ['a generator without time', { busyShare: 0.97 }, /generator itself was busy/],
    [
      'requests that left late',
      { late: 3 },
      /^1\.5 % of the requests left later .* from when they left, half came within 0\.50 ms, 99 % within 2\.50 ms\.$/,
    ],
    ['too few connections', { hadToWait: 50 }, /^25 % .* one of the 64 connections/],
    ['requests that were not sent', { unsent: 7 }, /^7 requests were not sent/],
    ['lost datagrams', { repeated: 2 }, /^2 questions had to be sent more than once/],
    [
      'a slow beginning',
      { perSecond: [9, 4, 4].map((slowest) => ({ answered: 9, failed: 0, wrong: 0, slowest })) },
      /--warm-up leaves that out/,
    ],
    ['an early end', { isCutShort: true }, /ended before its time/],
  ])('%s', (_, step, text) => {
    const cautions = cautionsOf({ ...REPORT, steps: [{ ...STEP, ...step }] });
    expect(cautions).toEqual([expect.stringMatching(text)]);
  });

  it('unless there is nothing', () => {
    expect(cautionsOf(REPORT)).toEqual([]);
  });

  it('with the rates that it is about', () => {
    const steps = [STEP, { ...STEP, rate: 150, unsent: 1 }];
    expect(cautionsOf({ ...REPORT, steps })[0]).toMatch(/not sent at 150 per second/);
  });
});

describe('earlier tests', () => {
  const files = temporaryDirectory();
  afterAll(() => files.remove());

  const written = (report: unknown) => {
    const path = files.path('report.json');
    writeFileSync(path, JSON.stringify(report));
    return path;
  };

  it('stand beside the new one, in the table and in the picture', () => {
    const before = { ...REPORT, startedAt: '2025-12-24T18:00:00.000Z' };
    const page = htmlReport(REPORT, [readLoadReport(written(before))]);
    expect(page.match(/that of 2025-12-24 18:00, 100 per second/g)?.length).toBeGreaterThan(1);
    expect(page).toContain('this test, 100 per second');
  });

  it('stand beside a ramp in all pictures', () => {
    const steps = [STEP, { ...STEP, rate: 150 }];
    const ramp = { ...REPORT, ramp: true, steps };
    const before = { ...ramp, startedAt: '2025-12-24T18:00:00.000Z' };
    const [, ...pictures] = htmlReport(ramp, [before]).split('<figure>');
    expect(pictures).toHaveLength(3);
    for (const picture of pictures) expect(picture).toContain('</svg> that of 2025-12-24 18:00');
    expect(pictures[1]).toContain('<title>that of 2025-12-24 18:00: 150, 3</title>');
  });

  it('at a steady rate stand beside a ramp where that says something', () => {
    const ramp = { ...REPORT, ramp: true, steps: [STEP, { ...STEP, rate: 150 }] };
    const before = { ...REPORT, startedAt: '2025-12-24T18:00:00.000Z' };
    const [, ...pictures] = htmlReport(ramp, [before]).split('<figure>');
    expect(pictures.map((picture) => picture.includes('2025-12-24'))).toEqual([false, false, true]);
  });

  it.each([
    ['something else', { suites: [] }],
    ['nothing', null],
    ['no steps', { ...REPORT, steps: [] }],
    [
      'a curve that is none',
      { ...REPORT, steps: [{ ...STEP, latencies: { ...STEP.latencies, curve: [['a', 1]] } }] },
    ],
  ])('are refused with %s', (_, report) => {
    expect(() => readLoadReport(written(report))).toThrow(LoadError);
  });
});

describe('axes', () => {
  it.each([
    ['linear', linearScale(87, 0, 100), [0, 20, 40, 60, 80, 100]],
    ['log', logScale(3, 80, 0, 100), [2, 5, 10, 20, 50, 100]],
    ['log over many powers of ten', logScale(0.1, 30_000, 0, 100), [0.1, 1, 10, 100, 1000, 10000]],
    ['log around one value', logScale(1, 1, 0, 100), [1, 2]],
    ['nines', ninesScale(0, 100), [0, 0.5, 0.9, 0.99, 0.999, 0.9999]],
  ])('%s', (_, scale, marks) => {
    expect(scale.ticks.map(([value]) => value)).toEqual(marks);
  });

  it('keep what lies outside at their ends', () => {
    const scale = logScale(1, 10, 0, 100);
    expect([scale.at(0), scale.at(1e9)]).toEqual([0, 100]);
  });

  it.each([
    [1234567, '1\u2009234\u2009567'],
    [0.25, '0.25'],
    [12.345, '12.3'],
    [0, '0'],
  ])('label %d as %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});

it('a picture names its lines and says in words what it shows', () => {
  const picture = lineChart({
    title: 'Two lines',
    description: 'one rises, one falls',
    xLabel: 'x',
    yLabel: 'y',
    series: [
      {
        name: 'up',
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        name: 'down',
        points: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
  });
  expect(picture).toContain('aria-label="one rises, one falls"');
  for (const name of ['up', 'down']) expect(picture).toContain(`</svg> ${name}</li>`);
});
