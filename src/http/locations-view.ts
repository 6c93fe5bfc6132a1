import type { HandleValue } from '../handle/handle-value.ts';
import { parseLocations } from '../locations/parse-locations.ts';
import { redirectTarget } from '../locations/redirect-target.ts';
import { MAX_SHOWN_LOCATIONS } from './limits.ts';

/** One location of a 10320/loc value, as the record page shows it. */
export interface LocationView {
  /** As written; a template where there is no URL. */
  readonly text: string;
  /** Where one may be sent to; undefined for all else. */
  readonly href: string | undefined;
  /** All other attributes: `country="gb"`. */
  readonly attributes: readonly string[];
}

const PLACES: ReadonlySet<string> = new Set(['href', 'href_template']);

/** @returns undefined when the value cannot be read, or has no location */
export function locationsView(value: HandleValue): readonly LocationView[] | undefined {
  const { roots } = parseLocations([value], () => {});
  const locations = roots.flatMap((root) => root.locations);
  if (locations.length === 0) return undefined;
  return locations.slice(0, MAX_SHOWN_LOCATIONS).map(({ href, hrefTemplate = '', attributes }) => ({
    text: href ?? hrefTemplate,
    href: href === undefined ? undefined : linkTo(href),
    attributes: [...attributes].flatMap(([name, text]) =>
      PLACES.has(name) ? [] : `${name}="${text}"`,
    ),
  }));
}

function linkTo(href: string): string | undefined {
  const target = redirectTarget(href);
  return 'location' in target ? target.location : undefined;
}
