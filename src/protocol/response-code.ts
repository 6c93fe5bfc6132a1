/**
 * What became of a request (RFC 3652 section 2.2.2.2, as deployed: 7 and 502–505 differ from the
 * RFC's text, and 900–902 are never sent).
 */
export const ResponseCode = {
  success: 1,
  error: 2,
  serverTooBusy: 3,
  protocolError: 4,
  operationNotSupported: 5,
  recursionCountTooHigh: 6,
  serverBackup: 7,

  handleNotFound: 100,
  handleAlreadyExists: 101,
  invalidHandle: 102,

  valuesNotFound: 200,
  valueAlreadyExists: 201,
  invalidValue: 202,

  outOfDateSiteInfo: 300,
  serverNotResponsible: 301,
  serviceReferral: 302,
  /** In messages of versions below 2.5 this number means {@link ResponseCode.serverBackup}. */
  prefixReferral: 303,

  invalidAdmin: 400,
  insufficientPermissions: 401,
  authenticationNeeded: 402,
  authenticationFailed: 403,
  invalidCredential: 404,
  authenticationTimeout: 405,
  authenticationError: 406,

  sessionTimeout: 500,
  sessionFailed: 501,
  invalidSessionKey: 502,
  needRsaKey: 503,
  invalidSessionSetup: 504,
  sessionMessageRejected: 505,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ResponseCode).map(([name, code]) => [
    code,
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  ]),
);

/** For people: `handle not found`; `response code 999` for a number that has no name. */
export function responseCodeName(code: number): string {
  return NAMES.get(code) ?? `response code ${code}`;
}
