/** Objects and lists within each other in a config file: settings have three levels at most. */
export const MAX_JSON_DEPTH = 64;

/** Bytes of a config file: more are certainly another file. */
export const MAX_CONFIG_FILE_BYTES = 1_048_576;

/** Workers at most: more than any machine that this runs on has use for. */
export const MAX_WORKERS = 64;
