import type { SuiteResult } from './suite.ts';

/** A machine that has no more than one of so many cores to spare for other work is not quiet. */
const BUSY = 4;

/** All that was measured in one go. */
export interface Run {
  /** In ISO 8601. */
  readonly startedAt: string;
  readonly node: string;
  readonly cores: number;
  /** Processes that wanted a core in the minute before the run: what else the machine was busy with. */
  readonly load: number;
  readonly quick: boolean;
  readonly suites: readonly (SuiteResult & { readonly name: string; readonly summary: string })[];
}

/** What a reader of the figures has to know of the machine; a sentence without its full stop. */
export function machineOf({ node, cores, load }: Pick<Run, 'node' | 'cores' | 'load'>): string {
  const machine = `Node.js ${node}, ${cores} cores`;
  if (load < cores / BUSY) return machine;
  return `${machine}, busy with other work (a load of ${load.toFixed(1)} before the run): throughputs and latencies mean little, ratios of processor time more`;
}
