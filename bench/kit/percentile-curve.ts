import type { StepResult } from '../../src/load/step.ts';
import type { Curve } from './suite.ts';

/** How long answers took, from the fastest to the slowest, with more room for the slowest. */
export function percentileCurve(title: string, steps: Readonly<Record<string, StepResult>>): Curve {
  return {
    title,
    xLabel: 'share of requests',
    yLabel: 'milliseconds',
    x: 'nines',
    y: 'log',
    series: Object.entries(steps).map(([name, { latencies }]) => ({
      name,
      points: latencies.curve,
    })),
  };
}
