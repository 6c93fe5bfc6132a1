import { acceptSelectors, type Selector } from '../accept.ts';
import { languageMatch } from '../language-match.ts';
import { MAX_SELECTORS } from '../limits.ts';
import type { Location } from '../location.ts';
import type { Visitor } from '../visitor.ts';
import type { Choice } from './choice.ts';

/**
 * Narrows down by attributes: those the link asks for, then those that follow from the request's
 * headers. Each choice that nothing has is passed over.
 */
export function chooseByAttribute(
  candidates: readonly Location[],
  choice: Choice,
): readonly Location[] {
  let kept = candidates;
  for (const selector of selectorsFor(choice.visitor, candidates)) {
    if (kept.length === 1) return kept;
    const matching = kept.filter((location) => matches(location, selector));
    if (matching.length === 0) continue;
    kept = matching;
    choice.steps.push({ method: 'locatt', by: textOf(selector), kept });
  }
  if (choice.languageInLocatt && kept.length > 1) kept = chooseByLanguage(kept, choice);
  if (kept === candidates) choice.steps.push({ method: 'locatt', kept });
  return kept;
}

/** Here a language only ever adds a reason to keep a location. */
function chooseByLanguage(candidates: readonly Location[], choice: Choice): readonly Location[] {
  const match = languageMatch(candidates, choice.visitor.acceptLanguage);
  if (match === undefined) return candidates;
  choice.steps.push({ method: 'locatt', by: `language:${match.language}`, kept: match.locations });
  return match.locations;
}

function selectorsFor(visitor: Visitor, candidates: readonly Location[]): readonly Selector[] {
  const selectors: Selector[] = [];
  for (const text of visitor.locatt) selectors.push(parseSelector(text));
  if (visitor.metadata) selectors.push({ attribute: 'role', value: 'metadata' });
  for (const text of visitor.shortcuts) selectors.push(parseSelector(text));
  if (candidates.some(isNegotiable)) {
    selectors.push(...acceptSelectors(visitor.accept, visitor.userAgent, !visitor.metadata));
  }
  return selectors.length > MAX_SELECTORS ? selectors.slice(0, MAX_SELECTORS) : selectors;
}

/** Whether the request's Accept header can make a difference to the location. */
export function isNegotiable({ attributes }: Location): boolean {
  return attributes.has('http_role') || attributes.has('ctype') || attributes.has('media-type');
}

function parseSelector(text: string): Selector {
  const colon = text.indexOf(':');
  return colon < 0
    ? { attribute: text.trim(), value: undefined }
    : { attribute: text.slice(0, colon).trim(), value: text.slice(colon + 1) };
}

function matches({ attributes }: Location, { attribute, value }: Selector): boolean {
  const actual = attributes.get(attribute);
  return actual !== undefined && (value === undefined || actual === value);
}

function textOf({ attribute, value }: Selector): string {
  return value === undefined ? attribute : `${attribute}:${value}`;
}
