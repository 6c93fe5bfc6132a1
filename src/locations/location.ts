import type { Handle } from '../handle/handle.ts';
import type { AddressList } from './address-list.ts';

/** The statuses a record may choose for its redirect. */
export type RedirectStatus = 301 | 302 | 303 | 307 | 308;

/** One place a handle may lead to, prepared for choosing. */
export interface Location {
  /** Of the element: `location`, `loc_template`. */
  readonly name: string;
  /** As they are written; any of them can be asked for. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly href: string | undefined;
  /** Used where there is no `href`; `{hdl}` and `{hdl:path}` stand for the handle. */
  readonly hrefTemplate: string | undefined;
  /** Never negative. */
  readonly weight: number;
  readonly score: number;
  /** Lower case. */
  readonly country: string | undefined;
  /** Lower case. */
  readonly language: string | undefined;
  readonly addresses: AddressList;
  readonly status: RedirectStatus | undefined;
}

/** A set of locations: the root of one 10320/loc value. */
export interface LocationRoot {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly locations: readonly Location[];
  /** Records whose locations join in, in the order they are named. */
  readonly includes: readonly Include[];
  /** Prefix handles whose namespaces take the place of the handle's own. */
  readonly overridePrefix: readonly Handle[];
  /** Records that hold the prefix's locations when no namespace names any. */
  readonly namespaceFallback: readonly Handle[];
}

export interface Include {
  readonly handle: Handle;
  /** Whether the record's own locations are meant, or those its HS_NAMESPACE names. */
  readonly what: 'locations' | 'namespace';
}

/** The attributes of what becomes a Link header. */
export type LinkAttributes = ReadonlyMap<string, string>;

export interface RecordHeader {
  readonly name: string;
  readonly value: string;
}

/** All that a record says about where to go. It is parsed once and lives with the record. */
export interface RecordLocations {
  readonly roots: readonly LocationRoot[];
  /** The values of type URL, lowest index first, as locations without weight. */
  readonly urls: readonly Location[];
  /** The values of a type below URL (`URL.mirror`), lowest index first. */
  readonly subtypeUrls: readonly Location[];
  /** URLs for a record without any other location, the first to be used first. */
  readonly plainUrls: readonly Location[];
  /** Whether a visitor can be sent anywhere; locations of the prefix are no reason of their own. */
  readonly redirects: boolean;
  /** Of the 10320/links values; a list for each, because links name each other by `id`. */
  readonly links: readonly (readonly LinkAttributes[])[];
  readonly headers: readonly RecordHeader[];
  /** Whether there is a 10320/links or 10320/headers value. */
  readonly hasHeaders: boolean;
}
