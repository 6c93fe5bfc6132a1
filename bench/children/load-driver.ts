import { createChecker } from '../../src/load/checker.ts';
import { httpTarget } from '../../src/load/http-target.ts';
import { patternSource } from '../../src/load/pattern-source.ts';
import { createPicker, type Pick } from '../../src/load/picker.ts';
import { runStep, type StepResult } from '../../src/load/run-step.ts';
import { seededRandom } from '../../src/load/seeded-random.ts';
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
}

const CONNECTIONS = 256;
const TIMEOUT_MS = 10_000;

async function offer({
  url,
  pattern,
  pick,
  rate,
  seconds,
  seed,
  host,
}: Offer): Promise<StepResult> {
  const target = httpTarget({ url, connections: CONNECTIONS, timeoutMs: TIMEOUT_MS, headers: {} });
  const source = patternSource(pattern);
  const plan = {
    target,
    source,
    pick: createPicker(pick, source.count, seededRandom(seed)),
    check: createChecker(target, source, { status: 302, host }, false),
  };
  const { signal } = new AbortController();
  try {
    return await runStep(plan, { rate, seconds, clock: systemClock, signal, onProgress: () => {} });
  } finally {
    await target.close();
  }
}

await inputFromParent();
serveParent({}, { offer });
