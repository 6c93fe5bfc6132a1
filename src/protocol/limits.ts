/** The most bytes after the envelope; deployed software refuses longer messages. */
export const MAX_MESSAGE_BYTES = 262_144;

/** The most bytes of one UDP datagram; deployed clients read into a buffer of this size. */
export const MAX_DATAGRAM_BYTES = 512;

/** The most bytes of one string; deployed decoders refuse longer ones. Matters in files only. */
export const MAX_FIELD_BYTES = 1_048_576;

/** The most values of one answer; deployed clients refuse more. */
export const MAX_VALUES = 2048;

/** The most references of one value; real values have a handful, the protocol names no bound. */
export const MAX_REFERENCES = 1024;

/** The most indexes, and the most types, of one request: no record has more values to ask for. */
export const MAX_REQUESTED = 2048;

/** The most value indexes in an error body: an error concerns values of one record. */
export const MAX_ERROR_INDEXES = 2048;

/** The most attributes of one site; real sites have fewer than ten. */
export const MAX_ATTRIBUTES = 1024;

/** The most servers of one site; real sites have fewer than a hundred. */
export const MAX_SERVERS = 1024;

/** The most interfaces of one server; real servers have three or four. */
export const MAX_INTERFACES = 1024;

/** The most members of an HS_VLIST; each costs its reader a look-up. */
export const MAX_VLIST_MEMBERS = 1024;

/** The most bytes of one integer of a public key: 16,384 bits, the largest OpenSSL verifies with. */
export const MAX_KEY_INTEGER_BYTES = 2048;

/** The most bytes of an RSA exponent: a long one makes a single verification take milliseconds. */
export const MAX_RSA_EXPONENT_BYTES = 8;

/** The most sites in a `local_info` file: an operator writes it by hand. */
export const MAX_LOCAL_SITES = 1024;

/** The most prefixes of one site in a `local_info` file. */
export const MAX_LOCAL_PREFIXES = 65_536;

/** The most bytes of the nonce in a challenge; deployed servers send 16. */
export const MAX_NONCE_BYTES = 1024;

/** The most bytes of a request digest without a named algorithm; no digest in use is longer. */
export const MAX_UNNAMED_DIGEST_BYTES = 64;

/** The most bytes of a signed text (HS_SIGNATURE, HS_CERT); no message could hold a longer one. */
export const MAX_SIGNED_TEXT_BYTES = MAX_MESSAGE_BYTES;

/** The most certificates that a signed text names; a real chain has two or three. */
export const MAX_NAMED_CERTIFICATES = 64;

/** The most rights of one certificate; real ones grant one to three. */
export const MAX_SIGNING_RIGHTS = 256;

/** Public keys kept decoded: more servers than one process asks in a while. */
export const MAX_KEPT_KEYS = 1024;

/** Key records longer than this are decoded each time; those of RSA-16384 have 2,100 bytes. */
export const MAX_KEPT_KEY_BYTES = 4096;

/** The most signatures of one signed text in JSON form; only the first is looked at. */
export const MAX_SIGNATURES_OF_TEXT = 16;

/** The most bytes of a certified RSA modulus: 8,192 bits; the root's has 4,096. */
export const MAX_CERTIFIED_RSA_BYTES = 1024;

/** The most bytes of a certified DSA prime: 3,072 bits, the largest of the standard (FIPS 186-4). */
export const MAX_CERTIFIED_DSA_BYTES = 384;
