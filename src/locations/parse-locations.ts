import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, typeMatches, ValueType } from '../handle/value-type.ts';
import { type Complaint, limitComplaints } from '../xml/complaint.ts';
import { MAX_LOCATION_VALUES } from './limits.ts';
import type { LinkAttributes, Location, LocationRoot, RecordLocations } from './location.ts';
import { locationOfUrl } from './parse-location.ts';
import { HEADERS, type KnownReadings, LINKS, readValue } from './read-value.ts';
import { recordRoom } from './record-room.ts';

const KINDS = [ValueType.location, LINKS, HEADERS];

/** The handle that names the type URL; deployed records use it as a type. */
const URL_TYPE_HANDLE = '0.TYPE/URL';

/**
 * Reads all that a record says about where to go: its 10320/loc, 10320/links, 10320/headers and URL
 * values. A value that cannot be read counts as if it were not there.
 *
 * @param known what was read before; what is read now joins it
 */
export function parseLocations(
  values: readonly HandleValue[],
  complainAlways: Complaint,
  known: KnownReadings = new WeakMap(),
): RecordLocations {
  const complain = limitComplaints(complainAlways);
  const room = recordRoom();
  const roots: LocationRoot[] = [];
  const links: (readonly LinkAttributes[])[] = [];
  const headers: RecordLocations['headers'][number][] = [];

  const relevant = values.filter(({ type }) => KINDS.some((kind) => hasType(type, kind)));
  if (relevant.length > MAX_LOCATION_VALUES) complain('there are too many location values');
  for (const value of relevant.slice(0, MAX_LOCATION_VALUES)) {
    const reading = readValue(value, room, complain, known);
    if (reading.root !== undefined) roots.push(reading.root);
    if (reading.links !== undefined) links.push(reading.links);
    if (reading.headers !== undefined) headers.push(...reading.headers);
  }
  return {
    roots,
    ...urlsOf(values, (value) => readValue(value, room, complain, known).url),
    redirects: roots.length > 0 || values.some((value) => hasType(value.type, ValueType.url)),
    links,
    headers,
    hasHeaders: relevant.some(({ type }) => !hasType(type, ValueType.location)),
  };
}

function urlsOf(
  values: readonly HandleValue[],
  read: (value: HandleValue) => Location | undefined,
): Pick<RecordLocations, 'urls' | 'subtypeUrls' | 'plainUrls'> {
  const isUrl = (value: HandleValue) => typeMatches(ValueType.url, value.type);
  const typed = values.filter((value) => hasType(value.type, ValueType.url));
  if (typed.length === 0) return { urls: [], subtypeUrls: [], plainUrls: [] };

  const exactValues = typed.filter(isUrl);
  const urls = locationsOf(exactValues, read);
  const subtypeUrls = locationsOf(
    typed.filter((value) => !isUrl(value)),
    read,
  );
  // Beside a value of type URL the handle of the type will do as well, but not among locations.
  const byHandle = values.filter((value) => typeMatches(URL_TYPE_HANDLE, value.type));
  const exact = byHandle.length === 0 ? urls : locationsOf([...exactValues, ...byHandle], read);
  const plainUrls = (exact.length > 0 ? exact : subtypeUrls).map((location, position) =>
    locationOfUrl(location.href ?? '', position === 0 ? 1 : 0, position === 0 ? '1.0' : '0.0'),
  );
  return { urls, subtypeUrls, plainUrls };
}

function locationsOf(
  values: readonly HandleValue[],
  read: (value: HandleValue) => Location | undefined,
): readonly Location[] {
  return [...values].sort((a, b) => a.index - b.index).flatMap((value) => read(value) ?? []);
}
