import { visitorCountry } from '../country/visitor-country.ts';
import type { Visitor } from '../locations/visitor.ts';
import type { HttpContext } from './http-context.ts';
import { firstOf, type Parameters } from './parameters.ts';
import { actionOf } from './resolve-parameters.ts';
import type { Visit } from './visit.ts';

/** What a request tells about its visitor. */
export function visitorOf(
  { countries, locattShortcuts }: HttpContext,
  visit: Visit,
  parameters: Parameters,
): Visitor {
  const {
    accept,
    'accept-language': acceptLanguage,
    'user-agent': userAgent,
  } = visit.incoming.headers;
  const clientAddress = visit.clientAddress();
  return {
    locatt: parameters.get('locatt') ?? [],
    shortcuts: locattShortcuts
      .filter((name) => parameters.has(name))
      .map((name) => `${name}:${firstOf(parameters, name)}`),
    metadata: actionOf(parameters) === 'metadata',
    accept,
    acceptLanguage,
    userAgent,
    address: clientAddress,
    country: () =>
      visitorCountry(
        { country: firstOf(parameters, 'country'), ip: firstOf(parameters, 'ip'), clientAddress },
        countries,
      ),
  };
}
