import { FRAGMENT_BYTES, splitDatagrams } from '../protocol/datagrams.ts';
import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import type { Clock } from '../system.ts';
import { messageLengthOf } from './announced.ts';
import type { AnswerCheck } from './check-answer.ts';
import type { Endpoint } from './endpoint.ts';
import type { Failure } from './errors.ts';
import {
  MAX_BAD_ANSWERS,
  MAX_LATE_WAKES,
  MAX_LATENESS_MS,
  MAX_UDP_ATTEMPTS,
  MIN_TIMEOUT_MS,
} from './limits.ts';
import type { Pending } from './pending.ts';
import { type AskedQuestion, askQuestion, type Question } from './question.ts';
import { Reassemblies } from './reassemblies.ts';
import { doubled, type RttTable } from './rtt-table.ts';
import type { DatagramReceiver, UdpSocket } from './udp-socket.ts';
import type { UdpSockets } from './udp-sockets.ts';

/** What all exchanges over UDP share. */
export interface UdpContext {
  readonly clock: Clock;
  readonly sockets: UdpSockets;
  readonly rtt: RttTable;
  readonly check: AnswerCheck;
}

/** Starts one exchange over UDP; it ends through `pending`. */
export function exchangeOverUdp(
  context: UdpContext,
  pending: Pending,
  endpoint: Endpoint,
  question: Question,
): void {
  const server = `${endpoint.address} ${endpoint.port}`;
  const socket = context.sockets.take(server, endpoint);
  if (socket === undefined) {
    pending.fail('unreachable', 'as many UDP sockets as may be are open and in use');
    return;
  }
  new UdpExchange(context, pending, server, socket, question).start();
}

/**
 * One request over UDP (RFC 3652 2.1.1), repeated under the same id until its answer is complete, and
 * under another one when that was spoilt.
 *
 * Fragments are kept over all repetitions, so that an answer of many comes through a lossy path. The
 * wait for the first one follows the server's round-trip time and doubles; once something has come,
 * what is missing is asked for again soon.
 */
class UdpExchange implements DatagramReceiver {
  readonly #context: UdpContext;
  readonly #pending: Pending;
  readonly #server: string;
  readonly #socket: UdpSocket;
  readonly #question: Question;
  #requestId: number;
  #asked!: AskedQuestion;
  #datagrams: readonly Uint8Array[] = [];
  #wait: number;
  #sentAt = 0;
  /** When the timer was to ring. */
  #dueAt = 0;
  #lateWakes = 0;
  /** When the last datagram of the answer came; undefined while there is none. */
  #heardAt: number | undefined;
  /** How long after a datagram the rest of the answer counts as lost. */
  #stall = MIN_TIMEOUT_MS;
  /** Most answers are of one piece. */
  #reassemblies: Reassemblies | undefined;
  #badAnswers = 0;
  /** Whether an answer was refused since the request was sent last. */
  #isRefused = false;
  /** Why the last complete answer was not taken. */
  #lastFailure: Failure | undefined;

  constructor(
    context: UdpContext,
    pending: Pending,
    server: string,
    socket: UdpSocket,
    question: Question,
  ) {
    this.#context = context;
    this.#pending = pending;
    this.#server = server;
    this.#socket = socket;
    this.#question = question;
    this.#wait = context.rtt.get(server).timeout;
    this.#requestId = context.sockets.enter(socket, this);
    pending.atEnd(() => context.sockets.release(socket, this.#requestId));
  }

  start(): void {
    this.#write();
    this.#send(this.#pending.startedAt);
  }

  #write(): void {
    this.#asked = askQuestion(this.#question, this.#requestId, this.#context.clock.now());
    this.#datagrams = splitDatagrams(this.#asked.bytes, { truncated: true });
  }

  failWith(failure: Failure): void {
    this.#pending.failWith(failure);
  }

  receive(datagram: Buffer): void {
    const now = this.#context.clock.elapsed();
    const messageLength = messageLengthOf(datagram);
    if (messageLength > MAX_MESSAGE_BYTES) {
      const message = `the server announces an answer of ${messageLength} bytes`;
      this.#refuse({ code: 'too-large', message }, now);
      return;
    }
    const length = ENVELOPE_BYTES + messageLength;
    if (datagram.length === length) this.#takeWhole(datagram, now);
    else if (datagram.length > length) this.#takeWhole(datagram.subarray(0, length), now);
    else this.#takeFragment(datagram, messageLength, now);
  }

  #takeWhole(bytes: Uint8Array, now: number): void {
    const { checked, failure } = this.#context.check(this.#asked, bytes);
    if (checked === undefined) {
      this.#refuse(failure, now);
      return;
    }
    if (this.#heardAt === undefined) this.#measure(now - this.#sentAt);
    this.#pending.succeed(checked, bytes.length);
  }

  /**
   * Passes over an answer that fails its checks: anybody who sees the request can send one, and the
   * true one may be right behind it. Only when that does not come is the request repeated.
   */
  #refuse(failure: Failure, now: number): void {
    this.#lastFailure = failure;
    if (this.#isRefused || this.#heardAt !== undefined) return;
    this.#isRefused = true;
    const soon = Math.max(4 * (now - this.#sentAt), MIN_TIMEOUT_MS);
    this.#wakeIn(Math.min(soon, this.#dueAt - now), now);
  }

  #takeFragment(datagram: Buffer, messageLength: number, now: number): void {
    const isFirst = this.#heardAt === undefined;
    if (isFirst && messageLength > this.#socket.capacity * FRAGMENT_BYTES) this.#pending.isLarge();
    this.#heardAt = now;
    if (isFirst) this.#measure(now - this.#sentAt);
    this.#reassemblies ??= new Reassemblies();
    const complete = this.#reassemblies.add(datagram, messageLength);
    if (complete !== undefined) this.#finish(complete, now);
    else if (isFirst) this.#wakeIn(this.#stall, now);
  }

  #measure(milliseconds: number): void {
    const { rtt } = this.#context;
    // An answer to a repeated request may belong to either; its time would teach nonsense.
    if (this.#pending.attempts === 1) rtt.measured(this.#server, milliseconds);
    const { smoothed } = rtt.get(this.#server);
    this.#stall = Math.max(MIN_TIMEOUT_MS, 4 * (smoothed ?? milliseconds));
  }

  #finish(bytes: Uint8Array, now: number): void {
    const { checked, failure } = this.#context.check(this.#asked, bytes);
    if (checked !== undefined) {
      this.#pending.succeed(checked, bytes.length);
      return;
    }
    this.#lastFailure = failure;
    if (this.#isGivenUp()) return;
    // One forged fragment spoils an answer, and the true one cannot come any more.
    this.#beginAnew();
    this.#repeat(now);
  }

  /** A server whose answers are bad each time is not asked for ever. */
  #isGivenUp(): boolean {
    this.#badAnswers += 1;
    if (this.#lastFailure === undefined || this.#badAnswers < MAX_BAD_ANSWERS) return false;
    this.#pending.failWith(this.#lastFailure);
    return true;
  }

  /**
   * Under another id, because signed answers to the same request differ from second to second:
   * fragments still under way would be mixed into the next answer and spoil that as well.
   */
  #beginAnew(): void {
    const spoilt = this.#requestId;
    this.#requestId = this.#context.sockets.enter(this.#socket, this);
    this.#socket.forget(spoilt);
    this.#reassemblies?.clear();
    this.#heardAt = undefined;
    this.#write();
  }

  readonly #onWake = (): void => {
    const now = this.#context.clock.elapsed();
    if (this.#pending.isOver(now)) {
      this.#pending.timeOut(this.#lastFailure);
      return;
    }
    if (this.#wasDeaf(now)) {
      this.#wakeIn(MIN_TIMEOUT_MS, now);
      return;
    }
    if (this.#heardAt === undefined) {
      if (this.#isRefused) {
        if (this.#isGivenUp()) return;
      } else {
        this.#context.rtt.timedOut(this.#server, this.#wait);
        this.#wait = doubled(this.#wait);
      }
      this.#repeat(now);
      return;
    }
    const stalledAt = this.#heardAt + this.#stall;
    if (now < stalledAt) {
      this.#wakeIn(stalledAt - now, now);
      return;
    }
    if (this.#reassemblies?.disagree === true) this.#beginAnew();
    this.#repeat(now);
  };

  /**
   * Whether the timer rang so late that this process cannot have listened: the answer may lie in the
   * socket. Repeating the request then would load the server because we are busy.
   */
  #wasDeaf(now: number): boolean {
    if (now - this.#dueAt <= MAX_LATENESS_MS || this.#lateWakes >= MAX_LATE_WAKES) return false;
    this.#lateWakes += 1;
    return true;
  }

  #repeat(now: number): void {
    if (this.#pending.attempts < MAX_UDP_ATTEMPTS) this.#send(now);
    else this.#wakeIn(this.#pending.deadline - now, now);
  }

  #send(now: number): void {
    this.#pending.attempts += 1;
    this.#sentAt = now;
    this.#isRefused = false;
    this.#wakeIn(this.#heardAt === undefined ? this.#wait : this.#stall, now);
    this.#socket.send(this.#datagrams);
  }

  #wakeIn(milliseconds: number, now: number): void {
    const wait = Math.max(Math.min(milliseconds, this.#pending.deadline - now), 0);
    this.#dueAt = now + wait;
    this.#pending.wake(wait, this.#onWake);
  }
}
