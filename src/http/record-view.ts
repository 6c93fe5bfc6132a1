import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Step } from '../locations/methods/choice.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Found } from '../resolver/resolution.ts';
import type { TrustReport } from '../resolver/trust/trust-report.ts';
import type { Language } from './language.ts';
import { MAX_SHOWN_VALUES } from './limits.ts';
import { type RoadView, roadView } from './road-view.ts';
import { type TrustView, trustView } from './trust-view.ts';
import { type ValueView, valueView } from './value-view.ts';

/** What the record page shows. */
export interface RecordView {
  readonly handle: Handle;
  /** The other names that led here, the first asked for. */
  readonly aliases: readonly Handle[];
  readonly values: readonly ValueView[];
  /** How many more values there are than are shown. */
  readonly left: number;
  /** Where a visitor of the handle is sent. */
  readonly target: RedirectTarget | undefined;
  /** Why there, when there were several places: `by country: 1 left (gb)`. */
  readonly reasons: readonly string[];
  readonly road: RoadView;
  /** Who signed it; undefined when that was not to be checked. */
  readonly trust: TrustView | undefined;
}

/** What is known of a record and of how it was found. */
export interface Subject {
  readonly found: Found;
  readonly target: RedirectTarget | undefined;
  /** How the target was chosen. */
  readonly steps: readonly Step[];
  /** Made for this visitor. */
  readonly exchanges: readonly ExchangeEvent[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly trust?: TrustReport;
}

export function recordView(subject: Subject, language: Language): RecordView {
  const { found, target, steps, exchanges, now, trust } = subject;
  return {
    handle: found.handle,
    aliases: found.aliases,
    values: found.values.slice(0, MAX_SHOWN_VALUES).map((value) => valueView(value, language)),
    left: Math.max(0, found.values.length - MAX_SHOWN_VALUES),
    target,
    reasons: steps.map((step) => reason(step, language)),
    road: roadView(found, exchanges, now, language),
    trust: trust && trustView(trust, language),
  };
}

function reason({ method, by, kept }: Step, language: Language): string {
  const words = language.text(`reason.${method}`, { count: kept.length });
  return by === undefined ? words : language.text('reason.by', { reason: words, by });
}
