import { trace } from '@opentelemetry/api';
import type { Clock } from '../system.ts';
import { MAX_FLUSH_MILLISECONDS } from './limits.ts';

/** What the SDK's provider of tracers can do beyond the API; the one registered may stand before it. */
interface Provider {
  readonly getDelegate?: () => Provider;
  readonly forceFlush?: () => Promise<void>;
}

/**
 * Has the SDK send the spans that it still holds, because the process ends before it would. Whoever
 * takes them keeps nobody waiting for longer than a moment, and what goes wrong there the SDK tells.
 */
export async function flushTraces(clock: Clock): Promise<void> {
  // By what it can do, not by its class: the SDK may have brought a copy of the API of its own.
  const registered = trace.getTracerProvider() as Provider;
  const provider = registered.getDelegate?.() ?? registered;
  const flushed = provider.forceFlush?.();
  if (flushed === undefined) return;
  let cancel = () => {};
  const waited = new Promise<void>((resolve) => {
    cancel = clock.after(MAX_FLUSH_MILLISECONDS, resolve);
  });
  await Promise.race([flushed.catch(() => undefined), waited]);
  cancel();
}
