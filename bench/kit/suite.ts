import { median } from './statistics.ts';

/** One figure of a run. */
export interface Figure {
  /** Stable, for comparing runs: `hot/one URL/CPU`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What each round gave, where there were several; the value is their median. */
  readonly rounds?: readonly number[];
  /** What it was compared with in the same run, in the same unit. */
  readonly baseline?: number;
  readonly baselineName?: string;
  /** Taken in turns with the rounds of the figure. */
  readonly baselineRounds?: readonly number[];
  /** What is aimed at: of the ratio to the baseline where there is one, otherwise of the value. */
  readonly aim?: Aim;
}

export type Aim = { readonly most: number } | { readonly least: number };

/** A figure of several rounds, beside those of what it is compared with. */
export function figureOf(
  { name, unit, aim }: Pick<Figure, 'name' | 'unit' | 'aim'>,
  rounds: readonly number[],
  baseline?: { readonly name: string; readonly rounds: readonly number[] },
): Figure {
  return {
    name,
    unit,
    value: median(rounds),
    rounds,
    ...(baseline !== undefined && {
      baseline: median(baseline.rounds),
      baselineName: baseline.name,
      baselineRounds: baseline.rounds,
    }),
    ...(aim !== undefined && { aim }),
  };
}

/** A picture for the report. */
export interface Curve {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: 'linear' | 'log' | 'nines';
  readonly y: 'linear' | 'log';
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

export interface SuiteResult {
  readonly figures: readonly Figure[];
  readonly curves?: readonly Curve[];
  /** What could not be measured here, and why. */
  readonly skipped?: readonly string[];
}

export interface Effort {
  /** How often each figure is measured; the median counts. */
  readonly rounds: number;
  /** How long each round of requests lasts, in seconds. */
  readonly seconds: number;
  /** Multiplies the numbers of handles and requests. */
  readonly scale: number;
}

export interface Suite {
  readonly name: string;
  readonly summary: string;
  /** @throws Error when an answer is wrong: figures of wrong answers mean nothing */
  run(effort: Effort, progress: (text: string) => void): Promise<SuiteResult>;
}

/** The value over the baseline; the value itself where there is none. */
export function ratioOf({ value, baseline }: Figure): number {
  return baseline === undefined ? value : value / baseline;
}

/** Whether the aim was reached; undefined without one. */
export function isReached(figure: Figure): boolean | undefined {
  const { aim } = figure;
  if (aim === undefined) return undefined;
  const ratio = ratioOf(figure);
  return 'most' in aim ? ratio <= aim.most : ratio >= aim.least;
}
