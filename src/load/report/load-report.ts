import type { StepResult } from '../step.ts';

/** A whole test as it is written down; all of it survives JSON. */
export interface LoadReport {
  /** What made it: `hdl-edge 0.1.0`. */
  readonly tool: string;
  /** In ISO 8601. */
  readonly startedAt: string;
  readonly target: string;
  /** What was typed, to be typed again. */
  readonly command: string;
  readonly pick: string;
  readonly seed: number;
  /** How many handles there were to pick from. */
  readonly handles: number;
  /** Of HTTP. */
  readonly connections: number;
  /** How long an answer was waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Version of Node.js, and the number of processor cores it saw. */
  readonly node: string;
  readonly cores: number;
  /** Whether the rate was raised until the target no longer kept up. */
  readonly ramp: boolean;
  /** One for a constant rate, several for a ramp, by their rates. */
  readonly steps: readonly StepResult[];
  /** Of a ramp: the highest rate that the target kept up with, when there was one. */
  readonly sustainedRate?: number;
  /** Of a ramp: why it went no further, in words. */
  readonly endedBecause?: string;
  /** Of a ramp: whether the generator, and not the target, may have been at its end. */
  readonly isOwnLimit?: boolean;
}
