import type { Handle } from '../handle/handle.ts';
import type { Step } from '../locations/methods/choice.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Found } from '../resolver/resolution.ts';
import { MAX_SHOWN_VALUES } from './limits.ts';
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
  /** Why there, when there were several places: `by country gb: 1 left`. */
  readonly reasons: readonly string[];
}

export function recordView(
  found: Found,
  target: RedirectTarget | undefined,
  steps: readonly Step[],
): RecordView {
  return {
    handle: found.handle,
    aliases: found.aliases,
    values: found.values.slice(0, MAX_SHOWN_VALUES).map(valueView),
    left: Math.max(0, found.values.length - MAX_SHOWN_VALUES),
    target,
    reasons: steps.map(reason),
  };
}

function reason({ method, by, kept }: Step): string {
  return `${METHOD_WORDS[method]}${by === undefined ? '' : ` (${by})`}: ${kept.length} left`;
}

const METHOD_WORDS: Readonly<Record<Step['method'], string>> = {
  locatt: 'by what the link and the browser ask for',
  address: 'by address',
  country: 'by country',
  language: 'by language',
  score: 'by score',
  weighted: 'by lot',
};
