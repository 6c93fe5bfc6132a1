/** What a message is about (RFC 3652 section 2.2.2.1); an answer repeats it. */
export const Opcode = {
  resolution: 1,
  /** Asks a server for the record of its own site. */
  siteInfo: 2,
  createHandle: 100,
  deleteHandle: 101,
  addValue: 102,
  removeValue: 103,
  modifyValue: 104,
  listHandles: 105,
  challengeResponse: 200,
  verifyChallenge: 201,
  homePrefix: 300,
  unhomePrefix: 301,
  listHomedPrefixes: 302,
  sessionSetup: 400,
  sessionTerminate: 401,
  sessionKeyExchange: 402,
} as const;
