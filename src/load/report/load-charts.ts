import type { StepResult } from '../step.ts';
import { type NamedStep, testName } from './compared.ts';
import { type LineChart, lineChart } from './line-chart.ts';
import type { LoadReport } from './load-report.ts';
import { numberText } from './scale.ts';
import { milliseconds, rightAnswers } from './step-row.ts';

const P99_LEAST = 100;

/** Each with the answers that it takes for one to lie above it. */
const PERCENTILES = [
  { name: 'p50', key: 'p50', least: 2 },
  { name: 'p99', key: 'p99', least: P99_LEAST },
  { name: 'p99.9', key: 'p999', least: 1_000 },
] as const;

/** How long answers took, from the fastest to the slowest. */
export function latencyChart(compared: readonly NamedStep[]): string {
  return lineChart({
    title: 'Latency by share of requests',
    description: compared
      .map(
        ({ name, step: { latencies } }) =>
          `${name}: half within ${milliseconds(latencies.p50)} ms, 99 % within ${milliseconds(latencies.p99)} ms`,
      )
      .join('; '),
    xLabel: 'share of the requests that took at most so long (percentile)',
    yLabel: 'milliseconds',
    x: 'nines',
    y: 'log',
    series: compared.map(({ name, step }) => ({ name, points: step.latencies.curve })),
  });
}

/** What became of each rate of a ramp, beside earlier ramps. */
export function rampCharts(report: LoadReport, earlier: readonly LoadReport[]): string {
  const { sustainedRate: x } = report;
  const mark = x === undefined ? {} : { mark: { x, text: `kept up with ${numberText(x)}` } };
  const ramps = [report, ...earlier.filter(({ ramp }) => ramp)];
  const nameOf = (ramp: LoadReport) => (ramps.length === 1 ? 'answered' : testName(ramp, report));
  const most = Math.max(...ramps.flatMap(({ steps }) => steps.map(({ rate }) => rate)));
  return [
    lineChart({
      title: 'Right answers against the rate offered',
      description: ramps
        .map(
          (ramp) =>
            `${nameOf(ramp)}: ${ramp.steps.map(({ rate, throughput }) => `${Math.round(throughput)} of ${rate}`).join(', ')}`,
        )
        .join('; '),
      xLabel: 'requests per second offered',
      yLabel: 'right answers per second',
      ...mark,
      series: [
        ...ramps.map((ramp) => ({
          name: nameOf(ramp),
          points: ramp.steps.map(({ rate, throughput }) => [rate, throughput] as const),
        })),
        {
          name: 'all that is offered',
          points: [
            [0, 0],
            [most, most],
          ],
          isPlain: true,
        },
      ],
    }),
    ramps.length === 1 ? percentilesChart(report, mark) : slowestChart(ramps, nameOf, mark),
  ].join('\n');
}

type Mark = Pick<LineChart, 'mark'>;

const AXES = {
  xLabel: 'requests per second offered',
  yLabel: 'milliseconds',
  x: 'log',
  y: 'log',
} as const;

function percentilesChart({ steps }: LoadReport, mark: Mark): string {
  return lineChart({
    ...{ title: 'Latency against the rate offered', ...AXES, ...mark },
    description: p99Text(steps),
    series: PERCENTILES.map(({ name, key, least }) => ({
      name,
      points: steps
        .filter((step) => rightAnswers(step) >= least)
        .map(({ rate, latencies }) => [rate, latencies[key]] as const),
    })),
  });
}

/** Three percentiles of each ramp would be too many lines: the one that matters most. */
function slowestChart(
  ramps: readonly LoadReport[],
  nameOf: (ramp: LoadReport) => string,
  mark: Mark,
): string {
  return lineChart({
    ...{ title: '99th percentile of latency against the rate offered', ...AXES, ...mark },
    description: ramps.map((ramp) => `${nameOf(ramp)}: ${p99Text(ramp.steps)}`).join('; '),
    series: ramps.map((ramp) => ({
      name: nameOf(ramp),
      points: ramp.steps
        .filter((step) => rightAnswers(step) >= P99_LEAST)
        .map(({ rate, latencies }) => [rate, latencies.p99] as const),
    })),
  });
}

function p99Text(steps: readonly StepResult[]): string {
  return steps
    .map(({ rate, latencies: { p99 } }) => `${rate} offered, 99 % within ${milliseconds(p99)} ms`)
    .join('; ');
}

/** What a constant rate was like, second by second. */
export function courseCharts({ perSecond }: StepResult): string {
  const right = perSecond.map(({ answered, wrong }, i): [number, number] => [i, answered - wrong]);
  const slowest = perSecond.map(({ slowest: most }, i): [number, number] => [i, most]);
  const most = Math.max(0, ...slowest.map(([, value]) => value));
  return [
    lineChart({
      title: 'Answers in the course of the test',
      description: `${numberText(perSecond.length)} seconds; the fewest right answers in one were ${Math.min(...right.map(([, count]) => count))}`,
      xLabel: 'second in which the request was due',
      yLabel: 'requests',
      series: [
        { name: 'right', points: right },
        {
          name: 'wrong, or without an answer',
          points: perSecond.map(({ wrong, failed }, i) => [i, wrong + failed]),
        },
      ],
    }),
    lineChart({
      title: 'The slowest right answer of each second',
      description: `the slowest of all took ${milliseconds(most)} ms`,
      xLabel: 'second in which the request was due',
      yLabel: 'milliseconds',
      y: 'log',
      series: [{ name: 'slowest', points: slowest.filter(([, value]) => value > 0) }],
    }),
  ].join('\n');
}
