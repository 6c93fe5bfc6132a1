import { ResponseCode } from '../protocol/response-code.ts';
import type { Expectation, HandleSource } from './handle-source.ts';
import type { Reply, Target } from './reply.ts';

/** What is the matter with an answer, in words; undefined when it is right. */
export interface Fault {
  /** Turned away is who came when the target was too busy: that is no answer, but no wrong one. */
  readonly kind: 'wrong' | 'turned away';
  readonly text: string;
}

export type Checker = (position: number, reply: Reply) => Fault | undefined;

/** The HTTP statuses that lead a visitor on. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const OK = 200;
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
const SERVICE_UNAVAILABLE = 503;

/**
 * Checks answers against what is expected of all, of the handle, and against the first answer for
 * the same handle: a record does not change within a test.
 *
 * @param everywhere what holds where the source says nothing else; without a status, any redirect is
 * right over HTTP, and a found record natively
 * @param mayVary whether answers for one handle may differ, as where locations are drawn by weight
 */
export function createChecker(
  { isHttp }: Pick<Target, 'isHttp'>,
  source: HandleSource,
  everywhere: Expectation,
  mayVary: boolean,
): Checker {
  const prints = new Int32Array(source.count);
  const seen = new Uint8Array(source.count);
  const statusFault = isHttp ? httpFault : nativeFault;
  const wrong = (text: string): Fault => ({ kind: 'wrong', text });

  return (position, reply) => {
    const { status, host } = reply;
    if (status === undefined) return undefined;
    const expected = { ...everywhere, ...source.expectation?.(position) };
    if (status !== expected.status && isTurningAway(isHttp, status)) {
      return { kind: 'turned away', text: `turned away with ${isHttp ? status : reply.outcome}` };
    }
    const text =
      expected.status === undefined
        ? statusFault(reply, expected.responseCode)
        : status === expected.status
          ? undefined
          : `answered ${reply.outcome}, not ${expected.status}`;
    if (text !== undefined) return wrong(text);
    if (isHttp && expected.host !== undefined && host !== expected.host) {
      return wrong(`led to ${host ?? 'nowhere'}, not to ${expected.host}`);
    }
    if (mayVary) return undefined;
    const first = source.firstOf?.(position) ?? position;
    if (seen[first] === 0) {
      seen[first] = 1;
      prints[first] = reply.fingerprint;
    } else if (prints[first] !== reply.fingerprint) {
      return wrong('answered otherwise than before');
    }
    return undefined;
  };
}

function isTurningAway(isHttp: boolean, status: number): boolean {
  if (isHttp) return status === TOO_MANY_REQUESTS || status === SERVICE_UNAVAILABLE;
  return status === ResponseCode.serverTooBusy || status === ResponseCode.serverBackup;
}

/** @param code that the handle once had; a record without a place to go to is shown as a page */
function httpFault({ status = 0 }: Reply, code: number | undefined): string | undefined {
  switch (code) {
    case undefined:
      return REDIRECTS.has(status) ? undefined : `answered ${status}, not a redirect`;
    case ResponseCode.success:
      if (REDIRECTS.has(status) || status === OK) return undefined;
      return `answered ${status}, not a redirect or a page`;
    case ResponseCode.handleNotFound:
    case ResponseCode.valuesNotFound:
      return status === NOT_FOUND ? undefined : `answered ${status}, not ${NOT_FOUND}`;
    default:
      // That it failed once says nothing about now.
      return undefined;
  }
}

function nativeFault({ status, outcome }: Reply, code: number | undefined): string | undefined {
  const lasting = [ResponseCode.success, ResponseCode.handleNotFound, undefined];
  if (!lasting.some((each) => each === code)) return undefined;
  const right = code ?? ResponseCode.success;
  return status === right ? undefined : `answered ${outcome}, not ${right}`;
}
