import type { CachingFacts } from '../locations/choose.ts';
import { chooseLocation, type Decision } from '../locations/choose.ts';
import type { Location } from '../locations/location.ts';
import type { Visitor } from '../locations/visitor.ts';
import { visitorKinds } from '../locations/visitor-kind.ts';
import type { Random } from '../system.ts';
import type { GatheredSet } from './gathered-sets.ts';
import { MAX_KIND_CHARACTERS, MAX_PREPARED_PLACES, MAX_VISITOR_KINDS } from './limits.ts';
import type { ReadyRedirect } from './ready-redirect.ts';

/** Makes the redirect for a decision. @returns undefined when nobody can be sent there */
type Lead = (decision: Decision) => ReadyRedirect | undefined;

/** The redirects of one record among whose locations is chosen. */
export class ReadyChoice {
  readonly gathered: GatheredSet;
  readonly #kindOf: ((visitor: Visitor) => string) | undefined;
  /** By what is chosen, then by what else the answer hangs on. */
  readonly #places = new Map<Location, ReadyRedirect[]>();
  /** By kinds of visitors; what was drawn is not among them. */
  readonly #kinds = new Map<string, ReadyRedirect>();

  constructor(gathered: GatheredSet) {
    this.gathered = gathered;
    this.#kindOf = visitorKinds(gathered.set);
  }

  /** @returns undefined when the visitor can be sent nowhere */
  redirect(visitor: Visitor, random: Random, lead: Lead): ReadyRedirect | undefined {
    const kind = this.#kindOf?.(visitor);
    const known = kind === undefined ? undefined : this.#kinds.get(kind);
    if (known !== undefined) return known;
    const decision = chooseLocation(this.gathered.set, visitor, random);
    const redirect = this.#to(decision, lead);
    if (redirect === undefined || kind === undefined || decision.caching.isDrawn) return redirect;
    if (kind.length > MAX_KIND_CHARACTERS) return redirect;
    if (this.#kinds.size >= MAX_VISITOR_KINDS) this.#kinds.clear();
    this.#kinds.set(kind, redirect);
    return redirect;
  }

  #to(decision: Decision, lead: Lead): ReadyRedirect | undefined {
    const { location, caching } = decision;
    if (location === undefined) return undefined;
    const variants = this.#places.get(location) ?? [];
    const variant = variantOf(caching);
    const known = variants[variant];
    if (known !== undefined) return known;
    const made = lead(decision);
    if (made === undefined) return undefined;
    variants[variant] = made;
    if (this.#places.size >= MAX_PREPARED_PLACES) this.#places.clear();
    this.#places.set(location, variants);
    return made;
  }
}

/** A number for all that an answer may hang on besides the place itself. */
function variantOf({ vary, isPrivate, isDrawn }: CachingFacts): number {
  return vary.length + (isPrivate ? 4 : 0) + (isDrawn ? 8 : 0);
}
