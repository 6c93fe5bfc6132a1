/** The largest kept bootstrap that is read or written, in bytes: the registry's records at their largest, as JSON. */
export const MAX_KEPT_BOOTSTRAP_BYTES = 16 * 2 ** 20;
