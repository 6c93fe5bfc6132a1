/** Characters of one value: as many as the largest message of the protocol has bytes. */
export const MAX_XML_CHARACTERS = 262_144;

/** `<` signs in one value, end tags too: 5,000 locations fit, and as much of the worst costs 40 ms. */
export const MAX_XML_TAGS = 12_000;

/** Elements inside elements: deployed templates nest five deep, and recursion over a tree must be safe. */
export const MAX_XML_DEPTH = 64;

/** Attributes of one element: the library looks through all of them once for each text in the element. */
export const MAX_XML_ATTRIBUTES = 64;
