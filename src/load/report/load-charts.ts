import type { StepResult } from '../step.ts';
import { type NamedStep, testName } from './compared.ts';
import { lineChart } from './line-chart.ts';
import type { LoadReport } from './load-report.ts';
import { numberText } from './scale.ts';
import { milliseconds } from './step-row.ts';

const PERCENTILES = ['p50', 'p99', 'p999'] as const;

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
  const { steps, sustainedRate: x } = report;
  const mark = x === undefined ? {} : { mark: { x, text: `kept up with ${numberText(x)}` } };
  const offered = steps.map(({ rate }): [number, number] => [rate, rate]);
  const ramps = [report, ...earlier].filter(({ ramp }) => ramp);
  return [
    lineChart({
      title: 'Right answers against the rate offered',
      description: steps
        .map(({ rate, throughput }) => `${rate} offered, ${Math.round(throughput)} answered`)
        .join('; '),
      xLabel: 'requests per second offered',
      yLabel: 'right answers per second',
      ...mark,
      series: [
        ...ramps.map((ramp) => ({
          name: earlier.length === 0 ? 'answered' : testName(ramp, report),
          points: ramp.steps.map(({ rate, throughput }) => [rate, throughput] as const),
        })),
        { name: 'all that is offered', points: offered },
      ],
    }),
    lineChart({
      title: 'Latency against the rate offered',
      description: steps
        .map(
          ({ rate, latencies: { p99 } }) => `${rate} offered, 99 % within ${milliseconds(p99)} ms`,
        )
        .join('; '),
      xLabel: 'requests per second offered',
      yLabel: 'milliseconds',
      x: 'log',
      y: 'log',
      ...mark,
      series: PERCENTILES.map((name) => ({
        name: name === 'p999' ? 'p99.9' : name,
        points: steps.map(({ rate, latencies }) => [rate, latencies[name]]),
      })),
    }),
  ].join('\n');
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
