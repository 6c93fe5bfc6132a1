import type { Random } from '../system.ts';
import { acceptsAnything } from './accept.ts';
import { expandHref } from './href-template.ts';
import type { Location, RedirectStatus } from './location.ts';
import type { LocationSet } from './location-set.ts';
import { chooseByAddress } from './methods/address.ts';
import type { Choice, Method, MethodName, Step } from './methods/choice.ts';
import { chooseByCountry } from './methods/country.ts';
import { chooseByLanguage } from './methods/language.ts';
import { chooseByAttribute } from './methods/locatt.ts';
import { chooseByScore } from './methods/score.ts';
import { drawByWeight } from './methods/weighted.ts';
import type { Visitor } from './visitor.ts';

/** Where a visitor is sent, and why. */
export interface Decision {
  /** Undefined when there is nowhere to go: the record is shown. */
  readonly location: Location | undefined;
  /** The URL as its publisher wrote it, with the handle filled in; not yet fit for a header. */
  readonly href: string | undefined;
  readonly status: RedirectStatus;
  /** Which method left which locations; none when there was only one from the start. */
  readonly steps: readonly Step[];
  readonly caching: CachingFacts;
}

/** What caches have to know about a decision. */
export interface CachingFacts {
  /** Names of request headers that can lead to another location. */
  readonly vary: readonly ('Accept' | 'Accept-Language' | 'User-Agent')[];
  /** Whether it hung on the visitor's country or address, which no cache can see. */
  readonly isPrivate: boolean;
  /** Whether chance decided; the next visitor may be sent elsewhere. */
  readonly isDrawn: boolean;
}

const METHODS: Readonly<Record<MethodName, Method>> = {
  locatt: chooseByAttribute,
  address: chooseByAddress,
  country: chooseByCountry,
  language: chooseByLanguage,
  score: chooseByScore,
  weighted: drawByWeight,
};

/**
 * Chooses one of the locations for a visitor: each method in turn narrows the set down, and as soon
 * as one location is left, that is it. A draw by weight comes last, named or not (chapter 12 of the
 * technical manual).
 */
export function chooseLocation(set: LocationSet, visitor: Visitor, random: Random): Decision {
  const choice: Choice = {
    visitor,
    random,
    languageInLocatt: set.languageInLocatt,
    steps: [],
    personal: false,
    drawn: false,
  };
  let candidates = set.locations;
  for (const method of set.methods) {
    if (candidates.length <= 1) break;
    candidates = METHODS[method](candidates, choice);
  }
  if (candidates.length > 1) candidates = drawByWeight(candidates, choice);
  const location = candidates[0];
  return {
    location,
    href: location?.href ?? (location && expandHref(location.hrefTemplate ?? '', set.handle)),
    status: location?.status ?? set.status,
    steps: choice.steps,
    caching: {
      vary: varyingHeaders(set, visitor),
      isPrivate: choice.personal,
      isDrawn: choice.drawn,
    },
  };
}

const NOTHING: CachingFacts['vary'] = [];

function varyingHeaders({ dependsOn }: LocationSet, visitor: Visitor): CachingFacts['vary'] {
  if (!dependsOn.accept && !dependsOn.acceptLanguage) return NOTHING;
  const headers: CachingFacts['vary'][number][] = [];
  if (dependsOn.accept) headers.push('Accept');
  if (dependsOn.acceptLanguage) headers.push('Accept-Language');
  // Only who accepts anything is told apart as a browser or a program by name.
  if (dependsOn.accept && acceptsAnything(visitor.accept)) headers.push('User-Agent');
  return headers;
}
