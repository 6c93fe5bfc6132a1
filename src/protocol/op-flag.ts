/** The flags of a header (RFC 3652 section 2.2.2.3), as unsigned 32-bit masks. */
export const OpFlag = {
  /** Asked: use primary sites only, bypass caches. Answered: also set by every primary's server. */
  authoritative: 0x80000000,
  /** Sign the answer. */
  certify: 0x40000000,
  /** Encrypt the answer; needs a session. */
  encrypt: 0x20000000,
  /** The server may resolve elsewhere. */
  recursive: 0x10000000,
  /** A caching server shall sign anew. */
  cacheCertify: 0x08000000,
  /** More messages follow on this connection. */
  continuous: 0x04000000,
  /** Leave the connection open; deployed servers close it all the same. */
  keepConnection: 0x02000000,
  /** Only values that everybody may read. */
  publicOnly: 0x01000000,
  /** The answer's body begins with a digest of the request (from version 2.1 on). */
  requestDigest: 0x00800000,
  /** Creating: replace what exists. */
  overwrite: 0x00400000,
  /** Creating: let the server choose the suffix. */
  mint: 0x00200000,
  /** Do not answer with a prefix referral. */
  doNotRefer: 0x00100000,
} as const;

/** What deployed clients send with a plain resolution: recursive, cache-certify, public only. */
export const DEFAULT_RESOLUTION_FLAGS = 0x19000000;

export function hasFlag(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}

/** The flags with one more, or one fewer; an unsigned number again. */
export function withFlag(flags: number, flag: number, set: boolean): number {
  return (set ? flags | flag : flags & ~flag) >>> 0;
}
