import { ResponseCode } from '../protocol/response-code.ts';
import type { Answer } from '../transport/answer.ts';
import { TransportError, type TransportErrorCode } from '../transport/errors.ts';

/** Codes that hold for the service, whichever of its servers is asked. */
const FINAL: ReadonlySet<number> = new Set([
  ResponseCode.success,
  ResponseCode.operationNotSupported,
  ResponseCode.recursionCountTooHigh,
  ResponseCode.handleNotFound,
  ResponseCode.invalidHandle,
  ResponseCode.valuesNotFound,
  ResponseCode.serviceReferral,
  ResponseCode.prefixReferral,
  ResponseCode.insufficientPermissions,
  ResponseCode.authenticationNeeded,
]);

/** Codes of servers that are there and want to be left alone. */
const BUSY: ReadonlySet<number> = new Set([ResponseCode.serverTooBusy, ResponseCode.serverBackup]);

/** Codes that a server would repeat over any other protocol. */
const REPEATED: ReadonlySet<number> = new Set([
  ...BUSY,
  ResponseCode.outOfDateSiteInfo,
  ResponseCode.serverNotResponsible,
]);

/** What the network itself shows, and no record can bring about. */
const NETWORK: ReadonlySet<TransportErrorCode> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'closed',
] as const);

/** Whether an answer ends the asking. */
export function isFinal(responseCode: number): boolean {
  return FINAL.has(responseCode);
}

/** Whether the server would only say the same again. */
export function isRepeated(responseCode: number): boolean {
  return REPEATED.has(responseCode);
}

/** Whether what came of an exchange counts against the way it took. */
export function countsAgainst(answer: Answer | TransportError): boolean {
  if (answer instanceof TransportError) return NETWORK.has(answer.code);
  return BUSY.has(answer.response.responseCode);
}
