import { hasFlag, OpFlag } from '../protocol/op-flag.ts';
import type { Request } from '../protocol/request.ts';
import type { ResponseBody } from '../protocol/response.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import { serverIndex } from '../protocol/server-index.ts';
import { atLeast } from '../protocol/version.ts';
import type { HandleService } from './handle-service.ts';
import { withPrefix } from './record-store.ts';
import { delegationOf } from './referral.ts';
import type { StoredRecord } from './stored-record.ts';

/** What a server has to say about a handle, before it is put into a message. */
export interface Outcome {
  readonly responseCode: number;
  readonly body: ResponseBody | PreparedValues;
  /** Whether the server looked elsewhere on the client's behalf. */
  readonly recursed: boolean;
}

/** Values that are encoded already; the handle before them is the client's, byte for byte. */
export interface PreparedValues {
  readonly kind: 'prepared';
  readonly list: Uint8Array;
}

/** Bytes of a challenge. */
const NONCE_BYTES = 16;

/**
 * Answers a resolution (RFC 3652 section 3.2) out of the server's own records; at once, unless a
 * template has to make the record.
 */
export function resolve(service: HandleService, request: Request): Outcome | Promise<Outcome> {
  const { handle } = request;
  if (!service.isHome(handle)) {
    return refusal(ResponseCode.serverNotResponsible, 'the prefix does not live here');
  }
  if (!isOwnShare(service, handle)) {
    return refusal(
      ResponseCode.serverNotResponsible,
      'hashed incorrectly: another server of the site holds this handle',
    );
  }
  const record = service.records.get(handle);
  return record === undefined ? missing(service, request) : selected(service, record, request);
}

/** An outcome that has nothing but a message for people. */
export function refusal(responseCode: number, message = ''): Outcome {
  return { responseCode, body: { kind: 'error', message, indexes: [] }, recursed: false };
}

function isOwnShare({ site, serverIndex: own }: HandleService, handle: string): boolean {
  const responsible = serverIndex(withPrefix(handle), site.hashOption, site.servers.length);
  return responsible === own;
}

function selected(service: HandleService, record: StoredRecord, request: Request): Outcome {
  const publicOnly = hasFlag(request.flags, OpFlag.publicOnly);
  const found = record.select(request.selection, publicOnly);
  switch (found.kind) {
    case 'values':
      return {
        responseCode: ResponseCode.success,
        body: { kind: 'prepared', list: found.list },
        recursed: false,
      };
    case 'none':
      return refusal(ResponseCode.valuesNotFound);
    case 'restricted':
      return found.administratorsMayRead
        ? challenge(service)
        : refusal(ResponseCode.insufficientPermissions);
  }
}

/** Nobody can answer the challenge: the demo has no administrators. */
function challenge(service: HandleService): Outcome {
  return {
    responseCode: ResponseCode.authenticationNeeded,
    body: { kind: 'challenge', nonce: service.randomBytes(NONCE_BYTES) },
    recursed: false,
  };
}

function missing(service: HandleService, request: Request): Outcome | Promise<Outcome> {
  const refersElsewhere = !hasFlag(request.flags, OpFlag.doNotRefer);
  const values = refersElsewhere ? delegationOf(service.records, request.handle) : undefined;
  if (values === undefined) return fromTemplate(service, request);
  if (!atLeast(request.suggested, 2, 10)) return lookElsewhere(service, request);
  return {
    responseCode: ResponseCode.prefixReferral,
    body: { kind: 'referral', referralHandle: '', values },
    recursed: false,
  };
}

function fromTemplate(service: HandleService, request: Request): Outcome | Promise<Outcome> {
  const making = service.expand(request.handle);
  return making === undefined ? notFound() : fromMade(service, making, request);
}

async function fromMade(
  service: HandleService,
  making: Promise<StoredRecord | undefined>,
  request: Request,
): Promise<Outcome> {
  try {
    const record = await making;
    return record === undefined ? notFound() : selected(service, record, request);
  } catch (error) {
    // Whatever a template makes, the server has to live on.
    return refusal(ResponseCode.error, error instanceof Error ? error.message : '');
  }
}

function notFound(): Outcome {
  return refusal(ResponseCode.handleNotFound);
}

/** Clients below 2.10 do not know prefix referrals: the server follows them itself. */
function lookElsewhere(service: HandleService, request: Request): Outcome {
  const record = service.elsewhere(request.handle);
  const outcome =
    record === undefined
      ? refusal(ResponseCode.error, 'the derived prefix could not be looked up')
      : selected(service, record, request);
  return { ...outcome, recursed: true };
}
