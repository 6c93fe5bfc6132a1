import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { Complaint } from '../xml/complaint.ts';
import { dataText } from '../xml/data-text.ts';
import { childElements } from '../xml/element.ts';
import { MAX_HREF_CHARACTERS } from './limits.ts';
import type { LinkAttributes, Location, LocationRoot, RecordHeader } from './location.ts';
import { locationOfUrl } from './parse-location.ts';
import { parseRoot, readRoot } from './parse-root.ts';
import { parseRecordHeaders } from './record-headers.ts';
import type { RecordRoom } from './record-room.ts';

export const LINKS = '10320/links';
export const HEADERS = '10320/headers';

/** What one value says; nothing when it cannot be read. */
export interface ValueReading {
  readonly root?: LocationRoot;
  readonly links?: readonly LinkAttributes[];
  readonly headers?: readonly RecordHeader[];
  /** Without weight. */
  readonly url?: Location;
}

/**
 * What values say, each as long as somebody holds it: the answer to another question about the same
 * record has the same values in another list.
 */
export type KnownReadings = WeakMap<HandleValue, ValueReading>;

/** Reads a value of any type that says where to go, if it was not read before. */
export function readValue(
  value: HandleValue,
  room: RecordRoom,
  complain: Complaint,
  known: KnownReadings,
): ValueReading {
  const before = known.get(value);
  if (before !== undefined) return before;
  const { refusals } = room.xml;
  const reading = parseValue(value, room, (message) =>
    complain(`${value.type} at index ${value.index}: ${message}`),
  );
  // What found no room beside others may have room without them.
  if (room.xml.refusals === refusals) known.set(value, reading);
  return reading;
}

const NOTHING: ValueReading = {};

function parseValue(value: HandleValue, room: RecordRoom, complain: Complaint): ValueReading {
  const text = dataText(value.data);
  if (text === undefined) {
    complain('it is no text');
    return NOTHING;
  }
  if (hasType(value.type, ValueType.location)) {
    const root = parseRoot(text, room, complain);
    return root === undefined ? NOTHING : { root };
  }
  if (hasType(value.type, LINKS)) {
    const root = readRoot(text, room.xml, complain);
    if (root === undefined) return NOTHING;
    return { links: childElements(root).map(({ attributes }) => attributes) };
  }
  if (hasType(value.type, HEADERS)) return { headers: parseRecordHeaders(text, complain) };
  const url = text.trim();
  return url === '' || url.length > MAX_HREF_CHARACTERS
    ? NOTHING
    : { url: locationOfUrl(url, 0, '0.0') };
}
