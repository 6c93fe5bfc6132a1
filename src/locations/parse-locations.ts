import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, typeMatches, ValueType } from '../handle/value-type.ts';
import { namespaceOf } from '../namespace/parse-namespace.ts';
import { type Complaint, limitComplaints } from '../xml/complaint.ts';
import { dataText } from '../xml/data-text.ts';
import { childElements } from '../xml/element.ts';
import { MAX_HREF_CHARACTERS, MAX_LOCATION_VALUES } from './limits.ts';
import type { LinkAttributes, Location, LocationRoot, RecordLocations } from './location.ts';
import { locationOfUrl } from './parse-location.ts';
import { parseRoot, readRoot } from './parse-root.ts';
import { parseRecordHeaders } from './record-headers.ts';

const LINKS = '10320/links';
const HEADERS = '10320/headers';
const KINDS = [ValueType.location, LINKS, HEADERS];

/** The handle that names the type URL; deployed records use it as a type. */
const URL_TYPE_HANDLE = '0.TYPE/URL';

/**
 * Reads all that a record says about where to go: its 10320/loc, 10320/links, 10320/headers, URL
 * and HS_NAMESPACE values. A value that cannot be read counts as if it were not there.
 */
export function parseLocations(
  values: readonly HandleValue[],
  complainAlways: Complaint,
): RecordLocations {
  const complain = limitComplaints(complainAlways);
  const roots: LocationRoot[] = [];
  const links: (readonly LinkAttributes[])[] = [];
  const headers: RecordLocations['headers'][number][] = [];
  let hasHeaders = false;

  const relevant = values.filter(({ type }) => KINDS.some((kind) => hasType(type, kind)));
  if (relevant.length > MAX_LOCATION_VALUES) complain('there are too many location values');
  for (const value of relevant.slice(0, MAX_LOCATION_VALUES)) {
    const about = (message: string) =>
      complain(`${value.type} at index ${value.index}: ${message}`);
    const isLocation = hasType(value.type, ValueType.location);
    hasHeaders ||= !isLocation;
    const text = textOf(value, about);
    if (text === undefined) continue;
    if (isLocation) {
      const root = parseRoot(text, about);
      if (root !== undefined) roots.push(root);
    } else if (hasType(value.type, LINKS)) {
      const root = readRoot(text, about);
      if (root !== undefined) links.push(childElements(root).map(({ attributes }) => attributes));
    } else {
      headers.push(...parseRecordHeaders(text, about));
    }
  }
  return {
    roots,
    ...urlsOf(values, complain),
    redirects: roots.length > 0 || values.some((value) => hasType(value.type, ValueType.url)),
    links,
    headers,
    hasHeaders,
    namespace: namespaceOf(values, complain),
  };
}

function textOf(value: HandleValue, complain: Complaint): string | undefined {
  const text = dataText(value.data);
  if (text === undefined) complain('it is no text');
  return text;
}

function urlsOf(
  values: readonly HandleValue[],
  complain: Complaint,
): Pick<RecordLocations, 'urls' | 'subtypeUrls' | 'plainUrls'> {
  const isUrl = (value: HandleValue) => typeMatches(ValueType.url, value.type);
  const typed = values.filter((value) => hasType(value.type, ValueType.url));
  if (typed.length === 0) return { urls: [], subtypeUrls: [], plainUrls: [] };

  const urls = locationsOf(typed.filter(isUrl), complain);
  const subtypeUrls = locationsOf(
    typed.filter((value) => !isUrl(value)),
    complain,
  );
  // Beside a value of type URL the handle of the type will do as well, but not among locations.
  const byHandle = values.filter((value) => typeMatches(URL_TYPE_HANDLE, value.type));
  const exact =
    byHandle.length === 0
      ? urls
      : locationsOf([...typed.filter(isUrl), ...byHandle], () => undefined);
  const plainUrls = (exact.length > 0 ? exact : subtypeUrls).map((location, position) =>
    locationOfUrl(location.href ?? '', position === 0 ? 1 : 0, position === 0 ? '1.0' : '0.0'),
  );
  return { urls, subtypeUrls, plainUrls };
}

function locationsOf(values: readonly HandleValue[], complain: Complaint): readonly Location[] {
  return [...values]
    .sort((a, b) => a.index - b.index)
    .flatMap((value) => {
      const about = (message: string) =>
        complain(`${value.type} at index ${value.index}: ${message}`);
      const url = textOf(value, about)?.trim() ?? '';
      return url === '' || url.length > MAX_HREF_CHARACTERS ? [] : [locationOfUrl(url, 0, '0.0')];
    });
}
