import { ProtocolError, type ProtocolErrorCode } from '../../src/protocol/errors.ts';
import { FuzzRandom } from './fuzz-random.ts';
import type { FuzzInput, Progress, Target } from './target.ts';

/** The longest that one input may take. */
export const SLOW_MILLISECONDS = 50;

export interface FuzzReport {
  readonly count: number;
  readonly seed: number;
  /** Inputs that were decoded without complaint. */
  readonly accepted: number;
  /** Messages whose envelope and header were fine. */
  readonly pastHeader: number;
  /** How often each error was met. */
  readonly codes: ReadonlyMap<ProtocolErrorCode, number>;
  /** What must not happen, with the input that makes it happen again. */
  readonly failures: readonly FuzzFailure[];
  readonly slowestMilliseconds: number;
  /** Bytes that are in use after collection, less those after the warm-up; undefined without `gc`. */
  readonly heapGrowth: number | undefined;
}

export interface FuzzFailure {
  readonly target: string;
  readonly kind: 'crash' | 'slow' | 'unstable';
  readonly detail: string;
  readonly input: string;
}

/** Enough to see what is wrong. */
const MAX_FAILURES = 20;

/** Inputs after which compiled code, caches and buffers have their size. */
const WARM_UP = 20_000;

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  readonly targets: readonly Target[];
  /** Called every so often with the number of inputs done. */
  readonly onProgress?: (done: number) => void;
}

/** Runs `count` random inputs. */
export function fuzz({ count, seed, targets, onProgress }: FuzzOptions): FuzzReport {
  const random = new FuzzRandom(seed);
  const drawn = targets.flatMap((target) => Array.from({ length: target.weight }, () => target));
  const codes = new Map<ProtocolErrorCode, number>();
  const failures: FuzzFailure[] = [];
  let accepted = 0;
  let pastHeader = 0;
  let slowest = 0;
  const progress: Progress = {
    pastHeader: () => {
      pastHeader += 1;
    },
  };
  const unobserved: Progress = { pastHeader: () => {} };

  function fail(target: Target, kind: FuzzFailure['kind'], detail: string, input: FuzzInput): void {
    if (failures.length >= MAX_FAILURES) return;
    failures.push({ target: target.name, kind, detail, input: printed(input) });
  }

  function runOne(target: Target, input: FuzzInput): void {
    const start = performance.now();
    try {
      const written = target.run(input, progress);
      accepted += 1;
      if (written !== undefined) checkStable(target, input, written);
    } catch (error) {
      if (error instanceof ProtocolError) {
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
      } else {
        fail(target, 'crash', String(error), input);
      }
    }
    const milliseconds = performance.now() - start;
    if (milliseconds <= SLOW_MILLISECONDS) {
      slowest = Math.max(slowest, milliseconds);
      return;
    }
    const again = fastestOf(() => target.run(input, unobserved));
    slowest = Math.max(slowest, again);
    if (again > SLOW_MILLISECONDS) fail(target, 'slow', `${again} ms`, input);
  }

  function checkStable(target: Target, input: FuzzInput, written: FuzzInput): void {
    try {
      const again = target.run(written, unobserved);
      if (again === undefined || printed(again) !== printed(written)) {
        fail(target, 'unstable', `written as ${printed(written)}`, input);
      }
    } catch (error) {
      fail(target, 'unstable', `${String(error)} for what was written`, input);
    }
  }

  let heapBefore: number | undefined;
  for (let done = 0; done < count; done += 1) {
    if (done === Math.min(WARM_UP, count >> 1)) heapBefore = bytesInUse();
    const target = random.pick(drawn);
    runOne(target, target.draw(random));
    if ((done + 1) % 50_000 === 0) onProgress?.(done + 1);
  }
  const heapAfter = bytesInUse();
  return {
    count,
    seed,
    accepted,
    pastHeader,
    codes,
    failures,
    slowestMilliseconds: slowest,
    heapGrowth:
      heapBefore === undefined || heapAfter === undefined ? undefined : heapAfter - heapBefore,
  };
}

/** What takes long by itself takes long every time; what the machine interrupts does not. */
function fastestOf(action: () => unknown): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5; tries += 1) {
    const start = performance.now();
    try {
      action();
    } catch {
      // Only its time is asked for.
    }
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

function bytesInUse(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function printed(input: FuzzInput): string {
  if (typeof input === 'string') return input;
  if (input instanceof Uint8Array) return Buffer.from(input).toString('hex');
  return input.map((piece) => Buffer.from(piece).toString('hex')).join(' ');
}
