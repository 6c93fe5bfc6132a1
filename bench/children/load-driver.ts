import { createChecker } from '../../src/load/checker.ts';
import { httpTarget } from '../../src/load/http-target.ts';
import { createLoopMeter } from '../../src/load/loop-meter.ts';
import { patternSource } from '../../src/load/pattern-source.ts';
import { createPicker, type Pick } from '../../src/load/picker.ts';
import type { Target } from '../../src/load/reply.ts';
import { runStep } from '../../src/load/run-step.ts';
import { seededRandom } from '../../src/load/seeded-random.ts';
import type { StepResult } from '../../src/load/step.ts';
import { systemClock } from '../../src/system.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** A step of `hdl-edge load`: requests at a steady rate, whatever the answers do. */
export interface Offer {
  readonly url: string;
  readonly pattern: string;
  readonly pick: Pick;
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
  /** Of the right Location. */
  readonly host: string;
  /** Statuses that count as no answer. */
  readonly givenUp?: readonly number[];
}

const CONNECTIONS = 256;
const TIMEOUT_MS = 10_000;

/** The same, but that some answers are none. */
function without(target: Target, statuses: readonly number[]): Target {
  return {
    ...target,
    async ask(handle) {
      const reply = await target.ask(handle);
      const isNone = reply.status !== undefined && statuses.includes(reply.status);
      return isNone ? { outcome: reply.outcome, fingerprint: 0 } : reply;
    },
  };
}

/** Connections are kept from one offer to the next, so that opening them is not what is measured. */
const targets = new Map<string, Target>();
/** Proxies that are asked in turn. */
const MOST_TARGETS = 2;

async function targetAt(url: string): Promise<Target> {
  const known = targets.get(url);
  if (known !== undefined) return known;
  for (const [oldUrl, old] of targets) {
    if (targets.size < MOST_TARGETS) break;
    targets.delete(oldUrl);
    await old.close();
  }
  const target = httpTarget({
    ...{ url, connections: CONNECTIONS, timeoutMs: TIMEOUT_MS, headers: {} },
    clock: systemClock,
  });
  targets.set(url, target);
  return target;
}

async function offer(given: Offer): Promise<StepResult> {
  const { url, pattern, pick, rate, seconds, seed, host, givenUp = [] } = given;
  const target = without(await targetAt(url), givenUp);
  const source = patternSource(pattern);
  const plan = {
    target,
    source,
    pick: createPicker(pick, source.count, seededRandom(seed)),
    check: createChecker(target, source, { status: 302, host }, false),
  };
  const { signal } = new AbortController();
  return runStep(plan, {
    ...{ rate, seconds, clock: systemClock, signal },
    busyShare: createLoopMeter(),
    onProgress: () => {},
  });
}

await inputFromParent();
serveParent({}, { offer });
