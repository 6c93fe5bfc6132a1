import type { Dispatcher } from 'undici';
import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import { MESSAGE_TYPE, namesMessageType } from '../protocol/message-type.ts';
import { messageLengthOf } from './announced.ts';
import { ByteCollector } from './byte-collector.ts';
import type { AnswerCheck } from './check-answer.ts';
import type { Endpoint } from './endpoint.ts';
import { type Failure, failureOf } from './errors.ts';
import { TlsKeyError } from './http-connector.ts';
import type { HttpPool, HttpPools } from './http-pools.ts';
import { MAX_HTTP_ATTEMPTS } from './limits.ts';
import type { Pending } from './pending.ts';
import type { AskedQuestion } from './question.ts';
import { tunnelHost, tunnelPath } from './tunnel-target.ts';

/** Starts one exchange through the HTTP or HTTPS tunnel; it ends through `pending`. */
export function exchangeOverHttp(
  pools: HttpPools,
  pending: Pending,
  endpoint: Endpoint,
  asked: AskedQuestion,
  check: AnswerCheck,
): void {
  const serverKey = asked.question.serverKey ?? new Uint8Array(0);
  if (endpoint.protocol === 'https' && serverKey.length === 0) {
    pending.fail('tls-key', 'the site record has no key to know the server by');
    return;
  }
  const pool = pools.take(endpoint, serverKey);
  if (pool === undefined) {
    pending.fail('unreachable', 'as many HTTP servers as may be are in use');
    return;
  }
  const exchange = new HttpExchange(pool, pending, endpoint, asked, check);
  pending.atEnd(() => pools.release(pool, exchange.stop()));
  pending.wakeAtDeadline();
  exchange.send();
}

/** One POST and its response. Redirects are not followed: they would lead past the address guard. */
class HttpExchange implements Dispatcher.DispatchHandler {
  readonly #pool: HttpPool;
  readonly #pending: Pending;
  readonly #asked: AskedQuestion;
  readonly #check: AnswerCheck;
  readonly #options: Dispatcher.DispatchOptions;
  #controller: Dispatcher.DispatchController | undefined;
  /** Whether undici has nothing more to do for this exchange. */
  #isDone = false;
  /** Undefined until the headers of a usable response are in. */
  #collector: ByteCollector | undefined;

  constructor(
    pool: HttpPool,
    pending: Pending,
    endpoint: Endpoint,
    asked: AskedQuestion,
    check: AnswerCheck,
  ) {
    this.#pool = pool;
    this.#pending = pending;
    this.#asked = asked;
    this.#check = check;
    this.#options = {
      method: 'POST',
      path: tunnelPath(endpoint.path, asked.question.handle),
      headers: {
        host: tunnelHost(endpoint),
        accept: MESSAGE_TYPE,
        'content-type': MESSAGE_TYPE,
      },
      body: asked.bytes,
    };
  }

  send(): void {
    this.#pool.pool.dispatch(this.#options, this);
  }

  /** Breaks off what is still under way. @returns whether there was something */
  stop(): boolean {
    this.#controller?.abort(new Error('the exchange has ended'));
    return !this.#isDone;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown, and not aborted, because the connection that has just been made is sound.
    if (this.#pending.ended) throw new Error('the exchange has ended');
    this.#controller = controller;
    this.#pending.attempts += 1;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    const type = headers['content-type']?.toString();
    const announced = Number(headers['content-length'] ?? 0);
    if (status !== 200) {
      this.#pending.fail('http-status', `the server answered with HTTP status ${status}`);
    } else if (!namesMessageType(type)) {
      this.#pending.fail('http-status', `the server answered with ${JSON.stringify(type ?? '')}`);
    } else if (announced > ENVELOPE_BYTES + MAX_MESSAGE_BYTES) {
      this.#tooLarge(announced);
    } else {
      this.#collector = new ByteCollector();
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const collector = this.#collector;
    if (collector === undefined || this.#pending.ended) return;
    const bytes = collector.length + chunk.length;
    collector.add(chunk);
    if (bytes > ENVELOPE_BYTES + MAX_MESSAGE_BYTES) this.#tooLarge(bytes);
  }

  onResponseEnd(): void {
    this.#controller = undefined;
    this.#isDone = true;
    const { bytes } = this.#collector ?? new ByteCollector();
    const announced = bytes.length < ENVELOPE_BYTES ? 0 : messageLengthOf(bytes);
    if (announced > MAX_MESSAGE_BYTES) {
      this.#tooLarge(announced);
      return;
    }
    const message = bytes.subarray(0, ENVELOPE_BYTES + announced);
    const { checked, failure } = this.#check(this.#asked, message);
    if (checked === undefined) this.#pending.failWith(failure);
    else this.#pending.succeed(checked, message.length);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#controller = undefined;
    if (this.#pending.ended) return;
    const failure = httpFailure(error);
    const { attempts } = this.#pending;
    // A kept connection may have been closed by the server just as it was taken.
    const mayRepeat = failure.code === 'closed' && attempts > 0 && attempts < MAX_HTTP_ATTEMPTS;
    if (mayRepeat && this.#collector === undefined) {
      this.send();
      return;
    }
    this.#isDone = true;
    this.#pending.failWith(failure);
  }

  #tooLarge(bytes: number): void {
    this.#pending.fail('too-large', `the server announces an answer of ${bytes} bytes`);
  }
}

function httpFailure(error: Error): Failure {
  const { code = '' } = error as NodeJS.ErrnoException;
  const { message } = error;
  if (error instanceof TlsKeyError) return { code: 'tls-key', message };
  // What the HTTP parser has to say (it does not always give a code), and headers without end.
  if (
    (error instanceof Error && error.name === 'HTTPParserError') ||
    code === 'UND_ERR_HEADERS_OVERFLOW'
  ) {
    return { code: 'http-status', message: `the server does not speak HTTP: ${message}` };
  }
  if (code.startsWith('UND_ERR_')) return { code: 'closed', message, cause: error };
  return failureOf(error);
}
