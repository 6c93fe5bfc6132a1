import type { SuiteResult } from './suite.ts';

/** All that was measured in one go. */
export interface Run {
  /** In ISO 8601. */
  readonly startedAt: string;
  readonly node: string;
  readonly cores: number;
  readonly quick: boolean;
  readonly suites: readonly (SuiteResult & { readonly name: string; readonly summary: string })[];
}
