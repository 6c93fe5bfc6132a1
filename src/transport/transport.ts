import { ProtocolError } from '../protocol/errors.ts';
import { hasFlag, OpFlag } from '../protocol/op-flag.ts';
import type { Clock } from '../system.ts';
import type { Answer } from './answer.ts';
import { createAnswerCheck } from './check-answer.ts';
import type { Endpoint } from './endpoint.ts';
import { failureOf } from './errors.ts';
import { exchangeOverHttp } from './http-exchange.ts';
import { HttpPools } from './http-pools.ts';
import { type Asker, type ExchangeLimits, Pending } from './pending.ts';
import { promised } from './promised.ts';
import { askQuestion, type Question } from './question.ts';
import { RequestIds } from './request-ids.ts';
import { RttTable } from './rtt-table.ts';
import { type SocketSource, systemSockets } from './sockets.ts';
import { exchangeOverTcp } from './tcp-exchange.ts';
import { exchangeOverUdp } from './udp-exchange.ts';
import { UdpSockets } from './udp-sockets.ts';
import { UnderWay } from './under-way.ts';

export interface Transport {
  /**
   * One exchange with one server: the question, repeated where the protocol loses datagrams, and
   * its answer, checked. Answers with error codes are answers.
   *
   * @throws TransportError (as a rejection) for everything else
   * @internal Who uses the library hands the transport to a resolver, which asks.
   */
  exchange(endpoint: Endpoint, question: Question, limits: ExchangeLimits): Promise<Answer>;
  /**
   * The same without a promise, for many at a time.
   *
   * @internal
   */
  ask(endpoint: Endpoint, question: Question, asker: Asker): void;
  /** Ends what is in flight with 'closed' and closes every socket. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly clock: Clock;
  /** Asked before every exchange; see `createAddressGuard`. */
  readonly allowAddress: (address: string, port: number) => boolean;
  /** What the system is asked to hold for each UDP socket, in bytes. @default 524288 */
  readonly receiveBytes?: number;
  /** @default the operating system's */
  readonly sockets?: SocketSource;
  /** Fills with random integers, of which ids and ports are made. @default the system's generator */
  readonly fillRandom?: (batch: Uint32Array) => void;
}

const NO_IDS_IN_USE = new Set<number>();

export function createTransport(options: TransportOptions): Transport {
  const { clock, allowAddress, receiveBytes } = options;
  const { sockets = systemSockets, fillRandom } = options;
  const ids = new RequestIds(fillRandom);
  const check = createAnswerCheck(clock);
  const udp = {
    clock,
    sockets: new UdpSockets(clock, ids, {
      sockets,
      ...(receiveBytes !== undefined && { receiveBytes }),
    }),
    rtt: new RttTable(),
    check,
  };
  const pools = new HttpPools(undefined, sockets);
  const inFlight = new UnderWay<Pending>();
  let closed = false;

  function start(pending: Pending, endpoint: Endpoint, question: Question): void {
    if (closed) {
      pending.fail('closed', 'the transport is closed');
      return;
    }
    if (!allowAddress(endpoint.address, endpoint.port)) {
      const { address, port } = endpoint;
      pending.fail('forbidden-address', `${address} port ${port} may not be contacted`);
      return;
    }
    if (hasFlag(question.flags, OpFlag.certify) && !question.serverKey?.length) {
      pending.fail('bad-signature', 'there is no key to verify an answer with');
      return;
    }
    if (endpoint.protocol === 'udp') {
      exchangeOverUdp(udp, pending, endpoint, question);
      return;
    }
    const asked = askQuestion(question, ids.next(NO_IDS_IN_USE), clock.now());
    if (endpoint.protocol === 'tcp') exchangeOverTcp(sockets, pending, endpoint, asked, check);
    else exchangeOverHttp(pools, pending, endpoint, asked, check);
  }

  function ask(endpoint: Endpoint, question: Question, asker: Asker): void {
    const pending = new Pending(clock, asker, inFlight);
    if (pending.ended) return;
    try {
      start(pending, endpoint, question);
    } catch (error) {
      if (error instanceof ProtocolError) pending.fail('bad-message', error.message, error);
      else pending.failWith(failureOf(error));
    }
  }

  return {
    ask,
    exchange: (endpoint, question, limits) => promised(ask, endpoint, question, limits),
    async close() {
      closed = true;
      for (const pending of inFlight.all()) pending.fail('closed', 'the transport is closed');
      await Promise.all([udp.sockets.close(), pools.close()]);
    },
  };
}
