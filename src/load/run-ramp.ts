import { MAX_RATE, MAX_STEPS, RAMP_FACTOR, SATURATED_P99_MS, SATURATED_SHARE } from './limits.ts';
import { type Plan, runStep, type StepOptions, type StepResult } from './run-step.ts';

/**
 * Raises the rate step by step until the target no longer keeps up: too few right answers in time, or
 * the slowest hundredth slower than anybody waits.
 *
 * @param options the rate is that of the first step; the seconds are for each step
 */
export async function runRamp(plan: Plan, options: StepOptions): Promise<StepResult[]> {
  const steps: StepResult[] = [];
  for (
    let rate = options.rate;
    steps.length < MAX_STEPS && rate <= MAX_RATE && !options.signal.aborted;
    rate = Math.ceil(rate * RAMP_FACTOR)
  ) {
    const step = await runStep(plan, { ...options, rate });
    steps.push(step);
    if (isSaturated(step)) break;
  }
  return steps;
}

/** Whether this was more than the target can do. */
export function isSaturated({ rate, throughput, latencies }: StepResult): boolean {
  return throughput < rate * SATURATED_SHARE || latencies.p99 >= SATURATED_P99_MS;
}
