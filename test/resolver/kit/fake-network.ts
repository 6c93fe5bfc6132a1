import type { UpstreamProtocol } from '../../../src/events.ts';
import { asciiUpper } from '../../../src/handle/ascii.ts';
import type { Handle } from '../../../src/handle/handle.ts';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import { isSelected } from '../../../src/handle/selection.ts';
import { hasFlag, OpFlag } from '../../../src/protocol/op-flag.ts';
import type { Response, ResponseBody } from '../../../src/protocol/response.ts';
import { ResponseCode } from '../../../src/protocol/response-code.ts';
import type { Clock } from '../../../src/system.ts';
import type { Answer } from '../../../src/transport/answer.ts';
import type { Endpoint } from '../../../src/transport/endpoint.ts';
import { TransportError, type TransportErrorCode } from '../../../src/transport/errors.ts';
import type { Asker, ExchangeLimits } from '../../../src/transport/pending.ts';
import type { Question } from '../../../src/transport/question.ts';
import type { Transport } from '../../../src/transport/transport.ts';

/** What a server of the fake network does with a question. */
export type Reaction =
  | {
      readonly values: readonly HandleValue[];
      readonly unsigned?: boolean;
      /** Of the server's own site record. @default the one in the question */
      readonly serial?: number;
    }
  | { readonly code: number; readonly unsigned?: boolean }
  | {
      readonly code: 302 | 303;
      readonly referralHandle?: Handle;
      readonly values?: readonly HandleValue[];
      readonly unsigned?: boolean;
    }
  | { readonly fails: TransportErrorCode }
  /** Nothing comes back. */
  | 'silence';

export type Reacts = (question: Question, endpoint: Endpoint) => Reaction;

export interface Exchange {
  readonly endpoint: Endpoint;
  readonly question: Question;
  readonly timeoutMs: number;
}

const MESSAGE_BYTES = 100;

/** A network without sockets: servers by address, each a function from question to reaction. */
export class FakeNetwork implements Transport {
  /** Everything that was asked, in order. */
  readonly exchanges: Exchange[] = [];
  /** How long answers take. */
  delayMs = 1;
  readonly #clock: Clock;
  readonly #servers = new Map<string, Reacts>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nobody listens at other addresses. */
  at(address: string, reacts: Reacts): void {
    this.#servers.set(address, reacts);
  }

  /** A server that knows these records; changing the object changes what it answers. */
  serve(address: string, records: Record<Handle, readonly HandleValue[]>): void {
    this.at(address, ({ handle, selection }) => {
      const name = Object.keys(records).find((key) => asciiUpper(key) === asciiUpper(handle));
      const values = name === undefined ? undefined : records[name];
      if (values === undefined) return { code: ResponseCode.handleNotFound };
      const selected = values.filter((value) => isSelected(selection, value));
      if (selected.length === 0) return { code: ResponseCode.valuesNotFound };
      return { values: selected };
    });
  }

  /** `handle@address` of everything that was asked. */
  get asked(): string[] {
    return this.exchanges.map(({ question, endpoint }) => `${question.handle}@${endpoint.address}`);
  }

  /** Which ways were tried, as `udp 192.0.2.1`. */
  get tried(): string[] {
    return this.exchanges.map(({ endpoint }) => `${endpoint.protocol} ${endpoint.address}`);
  }

  /** The questions about a handle. */
  questionsAbout(handle: Handle): Question[] {
    return this.exchanges
      .map(({ question }) => question)
      .filter((question) => question.handle === handle);
  }

  forget(): void {
    this.exchanges.length = 0;
  }

  ask(endpoint: Endpoint, question: Question, asker: Asker): void {
    this.exchange(endpoint, question, asker).then(
      (answer) => asker.onEnd(answer),
      (error) => asker.onEnd(error as TransportError),
    );
  }

  exchange(endpoint: Endpoint, question: Question, limits: ExchangeLimits): Promise<Answer> {
    const { timeoutMs, signal } = limits;
    this.exchanges.push({ endpoint, question, timeoutMs });
    const reaction = this.#servers.get(endpoint.address)?.(question, endpoint) ?? {
      fails: 'refused',
    };
    return new Promise((resolve, reject) => {
      const fail = (code: TransportErrorCode, milliseconds: number) =>
        reject(new TransportError(code, `it ends with ${code}`, { attempts: 1, milliseconds }));
      if (signal.aborted) fail('aborted', 0);
      else signal.addEventListener('abort', () => fail('aborted', 0));
      if (reaction === 'silence') {
        this.#clock.after(timeoutMs, () => fail('timeout', timeoutMs));
      } else if ('fails' in reaction) {
        fail(reaction.fails, 0);
      } else {
        const { delayMs } = this;
        const answer = answerOf(question, reaction, delayMs);
        if (delayMs < timeoutMs) this.#clock.after(delayMs, () => resolve(answer));
        else this.#clock.after(timeoutMs, () => fail('timeout', timeoutMs));
      }
    });
  }

  async close(): Promise<void> {}
}

/** Only what the resolver looks at. */
function answerOf(
  { handle, flags, siteSerial }: Question,
  reaction: Exclude<Reaction, 'silence' | { fails: TransportErrorCode }>,
  milliseconds: number,
): Answer {
  const responseCode = 'code' in reaction ? reaction.code : ResponseCode.success;
  const serial = 'serial' in reaction ? reaction.serial : undefined;
  const header = { siteSerial: serial ?? siteSerial };
  const response = { responseCode, header, body: bodyOf(handle, reaction) } as Response;
  const isSigned = hasFlag(flags, OpFlag.certify) && !reaction.unsigned;
  return {
    response,
    milliseconds,
    attempts: 1,
    bytes: MESSAGE_BYTES,
    ...(isSigned && { verified: 'SHA-256' }),
  };
}

function bodyOf(
  handle: Handle,
  reaction: Exclude<Reaction, 'silence' | { fails: TransportErrorCode }>,
): ResponseBody {
  if (!('code' in reaction)) return { kind: 'values', handle, values: reaction.values };
  const { code } = reaction;
  if (code === ResponseCode.serviceReferral || code === ResponseCode.prefixReferral) {
    const { referralHandle = '', values } = reaction as Extract<Reaction, { code: 302 | 303 }>;
    return { kind: 'referral', referralHandle, values };
  }
  if (code === ResponseCode.authenticationNeeded) {
    return { kind: 'challenge', nonce: new Uint8Array(16) };
  }
  return { kind: 'error', message: '', indexes: [] };
}

export const ALL_PROTOCOLS: readonly UpstreamProtocol[] = ['udp', 'tcp', 'http'];
