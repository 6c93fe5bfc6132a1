import { chooseLocation, type Decision } from '../locations/choose.ts';
import { chooseUrl } from '../locations/choose-url.ts';
import type { RecordHeader } from '../locations/location.ts';
import type { LocationSet } from '../locations/location-set.ts';
import type { Step } from '../locations/methods/choice.ts';
import { type RedirectTarget, redirectTarget } from '../locations/redirect-target.ts';
import { dataText } from '../protocol/json/bytes-json.ts';
import type { Found, ResolveOptions } from '../resolver/resolution.ts';
import { askUpstream } from './ask-upstream.ts';
import type { GatheredSet } from './gathered-sets.ts';
import type { HttpContext } from './http-context.ts';
import { leadsBack } from './leads-back.ts';
import { MAX_LOCATION_CHARACTERS } from './limits.ts';
import type { OtherRecords } from './location-sets.ts';
import { type Dependence, INDEPENDENT } from './outcome-headers.ts';
import { firstOf, type Parameters } from './parameters.ts';
import { actionOf } from './resolve-parameters.ts';
import type { Visit } from './visit.ts';
import { visitorOf } from './visitor-of.ts';

/** Where a record sends a visitor, and what follows for the answer. */
export interface Destination {
  /** undefined when the record names no place that one can be sent to. */
  readonly target: RedirectTarget | undefined;
  /** Of the redirect. */
  readonly status: number;
  /** To be added to the redirect. */
  readonly headers: readonly RecordHeader[];
  readonly dependence: Dependence;
  /** How the place was chosen among several. */
  readonly steps: readonly Step[];
  /** All places the record names; undefined when it has nothing but URL values, or not even those. */
  readonly set: LocationSet | undefined;
}

/** For what is no record: nobody is sent anywhere. */
export const NOWHERE: Destination = {
  target: undefined,
  status: 302,
  headers: [],
  dependence: INDEPENDENT,
  steps: [],
  set: undefined,
};

/** Finds out where a visitor of the record is sent; at once, unless other records have a say in it. */
export function destinationOf(
  context: HttpContext,
  visit: Visit,
  parameters: Parameters,
  found: Found,
): Destination | Promise<Destination> {
  const gathered = context.locations.of(
    found,
    () => otherRecords(context, visit, parameters),
    actionOf(parameters) === 'showurls',
  );
  if (gathered instanceof Promise) {
    return gathered.then((places) => among(places, context, visit, parameters, found));
  }
  if (gathered !== undefined) return among(gathered, context, visit, parameters, found);
  const url = chooseUrl(found.values);
  const target = usable(context, visit, parameters, found, url && dataText(url.data));
  return target === undefined ? NOWHERE : { ...NOWHERE, target };
}

/** All look-ups for one visitor draw on one budget. */
function otherRecords(context: HttpContext, visit: Visit, parameters: Parameters): OtherRecords {
  const { resolver } = context;
  const authoritative = parameters.has('auth');
  const certified = parameters.has('cert');
  let options: ResolveOptions | undefined;
  return {
    async find(handle) {
      options ??= {
        authoritative,
        certified,
        budget: visit.budget ?? resolver.budget(),
        signal: visit.signal(),
      };
      return resolver.cached(handle, options) ?? askUpstream(context, visit, handle, options);
    },
    cached:
      authoritative || certified
        ? undefined
        : (handle) => {
            const known = resolver.cached(handle);
            return known?.outcome === 'found' && known.cache === 'hit' ? known : undefined;
          },
  };
}

function among(
  gathered: GatheredSet,
  context: HttpContext,
  visit: Visit,
  parameters: Parameters,
  found: Found,
): Destination {
  const visitor = visitorOf(context, visit, parameters);
  const decision = chooseLocation(gathered.set, visitor, context.random);
  return destinationTo(decision, gathered, context, visit, parameters, found);
}

/** Where a visitor is sent who is to go there. */
export function destinationTo(
  { href, status, steps, caching }: Decision,
  { set, freshUntil, isProvisional }: GatheredSet,
  context: HttpContext,
  visit: Visit,
  parameters: Parameters,
  found: Found,
): Destination {
  const target = usable(context, visit, parameters, found, href);
  const isOld = visit.incoming.httpVersion === '1.0' && status !== 301;
  return {
    target,
    status: isOld ? 302 : status,
    headers: set.headers,
    dependence: { ...caching, freshUntil, isProvisional },
    steps,
    set,
  };
}

/** The URL made fit for a redirect; undefined when it is none, or leads back here for ever. */
function usable(
  { address, complain }: HttpContext,
  visit: Visit,
  parameters: Parameters,
  found: Found,
  url: string | undefined,
): RedirectTarget | undefined {
  if (url === undefined) return undefined;
  const target = redirectTarget(url, firstOf(parameters, 'urlappend'));
  if ('refused' in target) return undefined;
  const { host } = visit.incoming.headers;
  const hosts = [host, address.host].filter((name) => name !== undefined);
  const names = [found.handle, ...found.aliases];
  if (leadsBack(target.location, hosts, address.base, names)) return undefined;
  if (target.location.length <= MAX_LOCATION_CHARACTERS) return target;
  complain(found, `the URL has ${target.location.length} characters, too many for a redirect`);
  return undefined;
}
