/** Characters of one value: as many as the largest message of the protocol has bytes. */
export const MAX_XML_CHARACTERS = 262_144;

/** `<` signs in all values of a record, end tags too: 5,000 locations fit; each costs 1 to 4 µs. */
export const MAX_XML_TAGS = 6_000;

/** `=` signs in all values of a record; there is one for each attribute, and each costs up to 1 µs. */
export const MAX_XML_ASSIGNMENTS = 24_000;

/** Elements inside elements: deployed templates nest five deep, and recursion over a tree must be safe. */
export const MAX_XML_DEPTH = 64;

/** Attributes of one element: the library looks through all of them once for each text in the element. */
export const MAX_XML_ATTRIBUTES = 64;
