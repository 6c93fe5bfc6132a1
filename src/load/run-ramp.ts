import {
  BEHIND_SHARE,
  BUSY_SHARE,
  MAX_RATE,
  MAX_STEPS,
  RAMP_FACTOR,
  RAMP_PRECISION,
  SATURATED_P99_MS,
  SATURATED_SHARE,
} from './limits.ts';
import { numberText } from './report/scale.ts';
import { runStep } from './run-step.ts';
import type { Plan, StepOptions, StepResult } from './step.ts';

/** What a ramp led to. */
export interface RampResult {
  /** By rate. */
  readonly steps: readonly StepResult[];
  /** The highest rate that the target kept up with, when there was one. */
  readonly sustainedRate?: number;
  /** Why it went no further, in words. */
  readonly endedBecause: string;
  /** Whether the generator, and not the target, may have been at its end. */
  readonly isOwnLimit: boolean;
}

/**
 * Raises the rate step by step until the target no longer keeps up: too few right answers in time, or
 * the slowest hundredth slower than anybody waits. Then looks between the last two rates, until it is
 * known to a tenth how much is too much.
 *
 * @param options the rate is that of the first step; the seconds are for each step
 */
export async function runRamp(plan: Plan, options: StepOptions): Promise<RampResult> {
  const steps: StepResult[] = [];
  let sustained: number | undefined;
  let exceeded: StepResult | undefined;
  let rate: number | undefined = options.rate;
  while (rate !== undefined && steps.length < MAX_STEPS && !options.signal.aborted) {
    const step = await runStep(plan, { ...options, rate });
    steps.push(step);
    if (step.isCutShort) break;
    if (saturation(step) === undefined) sustained = rate;
    else exceeded = step;
    rate = nextRate(rate, sustained, exceeded?.rate);
  }
  return {
    steps: steps.sort((a, b) => a.rate - b.rate),
    ...(sustained !== undefined && { sustainedRate: sustained }),
    endedBecause: reason(options.signal, exceeded),
    isOwnLimit: exceeded !== undefined && isGeneratorBehind(exceeded),
  };
}

/** Why this was more than the target can do, in words; undefined when it was not. */
export function saturation({ rate, throughput, latencies }: StepResult): string | undefined {
  const share = throughput / rate;
  if (share < SATURATED_SHARE) {
    const percent = Math.floor(share * 100);
    return `at ${numberText(rate)} per second only ${percent} % were answered well and in time`;
  }
  if (latencies.p99 < SATURATED_P99_MS) return undefined;
  return `at ${numberText(rate)} per second one in a hundred took ${Math.round(latencies.p99)} ms or more`;
}

/** Whether the machine that asks had no time for it. */
function isGeneratorBehind({ busyShare, late, sent }: StepResult): boolean {
  return busyShare >= BUSY_SHARE || late > sent * BEHIND_SHARE;
}

function nextRate(rate: number, sustained: number | undefined, exceeded: number | undefined) {
  if (exceeded === undefined) {
    const next = Math.ceil(rate * RAMP_FACTOR);
    return next > MAX_RATE ? undefined : next;
  }
  if (sustained === undefined || exceeded / sustained <= RAMP_PRECISION) return undefined;
  const between = Math.round(Math.sqrt(sustained * exceeded));
  return between > sustained && between < exceeded ? between : undefined;
}

function reason({ aborted }: AbortSignal, exceeded: StepResult | undefined): string {
  if (exceeded !== undefined) return saturation(exceeded) as string;
  return aborted ? 'it was ended early' : 'no higher rate can be asked for';
}
