/** Locations of one handle, with all that is included; as many as a record of full size can hold. */
export const MAX_LOCATIONS = 5_000;

/** Records that may be fetched for the locations of one handle. */
export const MAX_LOCATION_LOOK_UPS = 32;

/** Bytes of all records that join in for one handle: as much as one record can have itself. */
export const MAX_INCLUDED_BYTES = 262_144;

/** Includes behind includes; deployed proxies stop there too. */
export const MAX_INCLUDE_DEPTH = 20;

/** Choices by attribute that one request may ask for. */
export const MAX_SELECTORS = 64;

/** Entries of an Accept or Accept-Language header that are looked at; browsers send ten at most. */
export const MAX_HEADER_ENTRIES = 32;

/** Characters of a language range; RFC 5646 section 4.4.1 asks for room for 35. */
export const MAX_LANGUAGE_CHARACTERS = 64;

/** Headers that records may add to a response. */
export const MAX_RECORD_HEADERS = 64;

/** Characters of all headers that records add: proxies in front refuse more than 8 KB of headers. */
export const MAX_RECORD_HEADER_CHARACTERS = 4_096;

/** Characters of a URL; servers and browsers take far less in a Location header. */
export const MAX_HREF_CHARACTERS = 65_536;

/** Ranges of addresses in one record; a large university has a few dozen. */
export const MAX_ADDRESS_RANGES = 2_000;

/** Values of one record that are read as locations, links or headers; each costs a parser run. */
export const MAX_LOCATION_VALUES = 64;

/** Larger weights count as this, so that no sum of them is infinite. */
export const MAX_WEIGHT = 1e12;
