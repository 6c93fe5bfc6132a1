import type { Handle } from '../handle/handle.ts';
import { limitWeight, parseBoolean, parseNumber, parseStatus } from './attribute-values.ts';
import { MAX_LOCATIONS, MAX_RECORD_HEADER_CHARACTERS, MAX_RECORD_HEADERS } from './limits.ts';
import { linkHeaders } from './link-header.ts';
import type {
  Location,
  LocationRoot,
  RecordHeader,
  RecordLocations,
  RedirectStatus,
} from './location.ts';
import type { MethodName } from './methods/choice.ts';
import { isNegotiable } from './methods/locatt.ts';
import { locationOfUrl } from './parse-location.ts';
import { expandRecordHeaders } from './record-headers.ts';

/** Records that say where a handle leads. */
export interface LocationSources {
  readonly own: RecordLocations;
  /** Records that are included, in order. */
  readonly included: readonly RecordLocations[];
  /** Records that hold the prefix's locations, the nearest prefix's first. */
  readonly prefix: readonly RecordLocations[];
  /** Records that those of the prefix include. */
  readonly prefixIncluded: readonly RecordLocations[];
}

/** All that a handle may lead to, ready to choose from for any visitor. */
export interface LocationSet {
  readonly handle: Handle;
  /** For showing the set as XML. */
  readonly rootName: string;
  /** The handle's own first, then included ones, URL values, and those of the prefix. */
  readonly locations: readonly Location[];
  /** How many of the locations come from where, in that order; the rest are the prefix's. */
  readonly origins: { readonly own: number; readonly included: number; readonly urls: number };
  readonly methods: readonly MethodName[];
  /** Where the chosen location names none itself. */
  readonly status: RedirectStatus;
  /** What the choice can depend on, whoever the visitor is. */
  readonly dependsOn: { readonly accept: boolean; readonly acceptLanguage: boolean };
  readonly languageInLocatt: boolean;
  /** To be added to the redirect: `X-…` and `Link` headers of the records. */
  readonly headers: readonly RecordHeader[];
}

const METHODS: readonly MethodName[] = [
  'locatt',
  'address',
  'country',
  'language',
  'score',
  'weighted',
];

/** Puts together what the records say. */
export function assembleLocations(handle: Handle, sources: LocationSources): LocationSet {
  const { own, included, prefix, prefixIncluded } = sources;
  const deciding = [...own.roots, ...prefix.flatMap(({ roots }) => roots)];
  const everyone = [...own.roots, ...[...included, ...prefix].flatMap(({ roots }) => roots)];
  const ownLocations = locationsOf([own]);
  const includedLocations = locationsOf(included);
  const prefixLocations = own.redirects ? locationsOf([...prefix, ...prefixIncluded]) : [];
  const isPlain = ownLocations.length + includedLocations.length + prefixLocations.length === 0;
  const urls = flag(everyone, 'no_legacy')
    ? []
    : isPlain
      ? own.plainUrls
      : urlLocations(own, everyone);
  const locations = [...ownLocations, ...includedLocations, ...urls, ...prefixLocations];
  const methods = isPlain ? [] : methodsOf(deciding);
  const byAttribute = methods.includes('locatt');
  const severalChoices = locations.length > 1 && !isPlain;
  return {
    handle,
    rootName: own.roots[0]?.name ?? 'locations',
    locations: locations.length > MAX_LOCATIONS ? locations.slice(0, MAX_LOCATIONS) : locations,
    origins: { own: ownLocations.length, included: includedLocations.length, urls: urls.length },
    methods,
    status: parseStatus(firstAttribute(deciding, 'http_sc') ?? '302'),
    dependsOn: {
      accept: severalChoices && byAttribute && locations.some(isNegotiable),
      acceptLanguage:
        severalChoices &&
        (byAttribute || methods.includes('language')) &&
        locations.some(({ language }) => language !== undefined),
    },
    languageInLocatt: byAttribute && !methods.includes('language'),
    headers: headersOf(handle, sources, everyone),
  };
}

/** Where a location of the set comes from. */
export function originOf(
  { locations, origins }: LocationSet,
  location: Location,
): 'own' | 'included' | 'url' | 'prefix' {
  const position = locations.indexOf(location);
  if (position < origins.own) return 'own';
  if (position < origins.own + origins.included) return 'included';
  return position < origins.own + origins.included + origins.urls ? 'url' : 'prefix';
}

/** Whether the roots refuse what the prefix has to offer. */
export function refusesPrefix(roots: readonly LocationRoot[]): boolean {
  return flag(roots, 'no_nslocs');
}

function locationsOf(records: readonly RecordLocations[]): readonly Location[] {
  return records.flatMap(({ roots }) => roots.flatMap(({ locations }) => locations));
}

function urlLocations(
  { roots: ownRoots, urls, subtypeUrls }: RecordLocations,
  roots: readonly LocationRoot[],
): readonly Location[] {
  const weight = numberIn(roots, 'urlWeight') ?? (ownRoots.length > 0 ? 0 : 1);
  const subtypeWeight = urls.length === 0 ? weight : (numberIn(roots, 'urlSubtypeWeight') ?? 0);
  return [
    ...urls.map(({ href }) => weighted(href, weight)),
    ...subtypeUrls.map(({ href }) => weighted(href, subtypeWeight)),
  ];
}

function weighted(href: string | undefined, weight: number): Location {
  const limited = limitWeight(weight);
  const shown = Number.isInteger(limited) ? limited.toFixed(1) : String(limited);
  return locationOfUrl(href ?? '', limited, shown);
}

function methodsOf(roots: readonly LocationRoot[]): readonly MethodName[] {
  for (const { attributes } of roots) {
    const named = attributes.get('choose_by') ?? attributes.get('chooseby');
    if (named === undefined) continue;
    const names = named.split(',').map((name) => name.trim().toLowerCase());
    const methods = names.filter((name): name is MethodName => METHODS.some((is) => is === name));
    return [...new Set(methods)];
  }
  return METHODS;
}

function firstAttribute(roots: readonly LocationRoot[], name: string): string | undefined {
  return roots.find(({ attributes }) => attributes.has(name))?.attributes.get(name);
}

function flag(roots: readonly LocationRoot[], name: string): boolean {
  const text = firstAttribute(roots, name);
  return text !== undefined && parseBoolean(text);
}

/** What is written but is no number counts as 0. */
function numberIn(roots: readonly LocationRoot[], name: string): number | undefined {
  const text = firstAttribute(roots, name);
  return text === undefined ? undefined : (parseNumber(text) ?? 0);
}

function headersOf(
  handle: Handle,
  { own, included, prefix, prefixIncluded }: LocationSources,
  roots: readonly LocationRoot[],
): readonly RecordHeader[] {
  const local = [own, ...included];
  const isPrefixSilent =
    flag(roots, 'suppressNsHeaders') ||
    (flag(roots, 'suppressNsHeadersIfLocalHeaders') && local.some(({ hasHeaders }) => hasHeaders));
  const records = isPrefixSilent ? local : [...local, ...prefix, ...prefixIncluded];
  return limited(allHeaders(handle, records));
}

/** Headers first, then links, and locations with a relation, which are links as well. */
function* allHeaders(handle: Handle, records: readonly RecordLocations[]): Generator<RecordHeader> {
  for (const record of records) yield* expandRecordHeaders(record.headers, handle);
  const ofLocations = records.flatMap(({ roots }) =>
    roots.map(({ locations }) => locations.map(({ attributes }) => attributes)),
  );
  for (const siblings of [...records.flatMap(({ links }) => links), ...ofLocations]) {
    for (const value of linkHeaders(siblings, handle)) yield { name: 'Link', value };
  }
}

function limited(headers: Iterable<RecordHeader>): readonly RecordHeader[] {
  const kept: RecordHeader[] = [];
  let characters = 0;
  for (const header of headers) {
    characters += header.name.length + header.value.length + 4;
    if (kept.length === MAX_RECORD_HEADERS || characters > MAX_RECORD_HEADER_CHARACTERS) break;
    kept.push(header);
  }
  return kept;
}
