/** Objects and lists within each other in a .dct file; real ones have three. */
export const MAX_DCT_DEPTH = 32;

/** Bytes of a file to import: they are written by hand. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024;
