import type { Handle } from '../handle/handle.ts';
import { EVERYTHING } from '../handle/selection.ts';
import { DEFAULT_RESOLUTION_FLAGS } from '../protocol/op-flag.ts';
import { Opcode } from '../protocol/opcode.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import { NEWEST_VERSION } from '../protocol/version.ts';
import type { Answer } from '../transport/answer.ts';
import { Canceller } from '../transport/cancellation.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { TransportError, type TransportErrorCode } from '../transport/errors.ts';
import type { Question } from '../transport/question.ts';
import type { Transport } from '../transport/transport.ts';
import { fingerprint } from './fingerprint.ts';
import type { Reply, Target } from './reply.ts';

export interface NativeTargetOptions {
  /** For reports. */
  readonly name: string;
  readonly transport: Transport;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Which door of which server is asked for a handle.
   *
   * @throws Error when there is none
   */
  readonly endpointOf: (handle: Handle) => Endpoint | Promise<Endpoint>;
}

/** What a client without a site record gives for its serial number. */
const NO_SITE_SERIAL = 65_535;

/** As over HTTP, so that outcomes of either can be compared. */
const WORDS: Partial<Record<TransportErrorCode, string>> = {
  refused: 'connection refused',
  closed: 'connection closed',
};

/** Handle servers, asked by the native protocol. */
export function nativeTarget(options: NativeTargetOptions): Target {
  const { name, transport, timeoutMs, endpointOf } = options;
  const closing = new Canceller();
  const limits = { signal: closing, timeoutMs };
  return {
    name,
    isHttp: false,
    async ask(handle) {
      try {
        const answer = await transport.exchange(
          await endpointOf(handle),
          questionFor(handle),
          limits,
        );
        return replyOf(answer);
      } catch (error) {
        if (error instanceof TransportError) {
          const { code, attempts } = error;
          return { outcome: WORDS[code] ?? code.replaceAll('-', ' '), fingerprint: 0, attempts };
        }
        return { outcome: error instanceof Error ? error.message : String(error), fingerprint: 0 };
      }
    },
    async close() {
      closing.abort();
      await transport.close();
    },
  };
}

function questionFor(handle: Handle): Question {
  return {
    opcode: Opcode.resolution,
    handle,
    selection: EVERYTHING,
    flags: DEFAULT_RESOLUTION_FLAGS,
    siteSerial: NO_SITE_SERIAL,
    recursionCount: 0,
    version: NEWEST_VERSION,
  };
}

function replyOf({ response, attempts }: Answer): Reply {
  const { responseCode, body } = response;
  let print = responseCode;
  if (body.kind === 'values') {
    for (const { index, type, data } of body.values) {
      print = fingerprint(data, fingerprint(type, print ^ index));
    }
  }
  const outcome =
    responseCode === ResponseCode.success
      ? 'found'
      : `${responseCode} (${responseCodeName(responseCode)})`;
  return { outcome, status: responseCode, fingerprint: print, attempts };
}
