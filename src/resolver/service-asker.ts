import type { Observer, UpstreamProtocol } from '../events.ts';
import type { Server } from '../handle/site.ts';
import { Opcode } from '../protocol/opcode.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import { minVersion, NEWEST_VERSION } from '../protocol/version.ts';
import type { Clock, Random } from '../system.ts';
import type { Answer } from '../transport/answer.ts';
import { TransportError } from '../transport/errors.ts';
import type { Question } from '../transport/question.ts';
import type { Transport } from '../transport/transport.ts';
import { type Asked, type Asking, flagsOf, type ServiceAnswer } from './asking.ts';
import { AttemptFailures } from './attempt-failures.ts';
import type { Context } from './context.ts';
import { type Door, doorsOf, serverName, targetOf } from './doors.ts';
import { exchangeEvent } from './exchange-event.ts';
import { failure } from './failure.ts';
import { KeyReader } from './key-reader.ts';
import { MAX_ATTEMPTS, MIN_SLICE_MS } from './limits.ts';
import type { NameTable } from './name-table.ts';
import type { ResponseTimes } from './response-times.ts';
import type { Service } from './service.ts';
import { sitesToAsk, targetOrder } from './target-order.ts';
import { sliceMs } from './time-slice.ts';

export interface ServiceAskerOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
  readonly protocols: readonly UpstreamProtocol[];
  readonly names: NameTable;
  readonly times: ResponseTimes;
  /** Aborted when the resolver is closed. */
  readonly closing: AbortSignal;
}

/** Codes that hold for the service, whichever of its servers is asked. */
const FINAL_CODES: ReadonlySet<number> = new Set([
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

/** Codes that a server would repeat over any other protocol. */
const SERVERS_OWN_CODES: ReadonlySet<number> = new Set([
  ResponseCode.serverTooBusy,
  ResponseCode.serverBackup,
  ResponseCode.outOfDateSiteInfo,
  ResponseCode.serverNotResponsible,
]);

/** One question to one service, while it lasts. */
interface Run {
  readonly service: Service;
  readonly asking: Asking;
  readonly context: Context;
  readonly failures: AttemptFailures;
  /** Servers that would only repeat themselves. */
  readonly done: Set<Server>;
  /** The ways that led to nothing but silence, since asking began anew. */
  readonly silent: Set<Door>;
  attemptsLeft: number;
}

/**
 * Puts questions to services: by one protocol after the other to one site after the other, until a
 * server gives an answer that holds for the whole service.
 */
export class ServiceAsker {
  readonly #options: ServiceAskerOptions;
  readonly #keys = new KeyReader();

  constructor(options: ServiceAskerOptions) {
    this.#options = options;
  }

  async ask(service: Service, asking: Asking, context: Context): Promise<Asked> {
    const run: Run = {
      service,
      asking,
      context,
      failures: new AttemptFailures(),
      done: new Set(),
      silent: new Set(),
      attemptsLeft: MAX_ATTEMPTS,
    };
    let rounds = await this.#rounds(run);
    do {
      run.silent.clear();
      for (const [position, doors] of rounds.entries()) {
        const asked = await this.#askRound(doors, position === rounds.length - 1, run);
        if (asked !== undefined) return asked;
      }
      // Silence may be lost datagrams. Those who refused or answered badly would do so again.
      rounds = onlySilent(rounds, run.silent);
    } while (rounds.length > 0 && mayAskAgain(run));
    const summary = run.failures.summary(service.name);
    // The last servers may have had less time than they need.
    const isCutShort = summary.outcome === 'timeout' && context.budget.remainingMs() <= 0;
    if (!isCutShort) return summary;
    const { message } = context.budget.timeUp();
    return { ...summary, message: `${message}; ${summary.message}`, exhausted: true };
  }

  /** The ways to ask, by protocol; those without any are left out. */
  async #rounds({ service, asking, context }: Run): Promise<Door[][]> {
    const { handle, authoritative } = asking;
    const { protocols, times, random, names } = this.#options;
    const addressesOf = (name: string) =>
      names.addressesOf(name, Math.max(0, context.budget.remainingMs() / 2));
    const targets = await Promise.all(
      sitesToAsk(service.sites, authoritative).map((site) => targetOf(site, handle, addressesOf)),
    );
    const ordered = targetOrder(
      targets.filter((target) => target !== undefined),
      times,
      random,
    );
    const rounds: Door[][] = [];
    for (const protocol of protocols) {
      const doors = new Map<string, Door>();
      for (const door of ordered.flatMap((target) => doorsOf(target, protocol))) {
        const key = `${door.endpoint.address} ${door.endpoint.port}`;
        if (!doors.has(key)) doors.set(key, door);
      }
      if (doors.size > 0) rounds.push([...doors.values()]);
    }
    return rounds;
  }

  /** @returns undefined when another round may do better */
  async #askRound(
    doors: readonly Door[],
    isLastRound: boolean,
    run: Run,
  ): Promise<Asked | undefined> {
    const { asking, context, failures, done } = run;
    const { budget } = context;
    // Where a whole protocol is blocked, half of the time and of the attempts is left for the others.
    const timeForOthers = isLastRound ? 0 : budget.remainingMs() / 2;
    const attemptsForOthers = isLastRound ? 0 : Math.floor(run.attemptsLeft / 2);
    for (const [position, door] of doors.entries()) {
      if (done.has(door.server)) continue;
      if (asking.certified && !this.#keys.canRead(door.server.publicKey)) {
        failures.unverifiable(withoutKey(door, run.service));
        continue;
      }
      const remaining = budget.remainingMs() - timeForOthers;
      if (!isLastRound && remaining < MIN_SLICE_MS) return undefined;
      if (run.attemptsLeft <= attemptsForOthers) return undefined;
      run.attemptsLeft -= 1;
      const refused = budget.spend();
      if (refused !== undefined) return refused;
      const isLast = isLastRound && position === doors.length - 1;
      const slice = sliceMs(door.endpoint.protocol, remaining, isLast);
      const answer = await this.#exchange(door, asking, context, slice);
      if (this.#options.closing.aborted) return failure('unreachable', 'the resolver is closed');
      const asked = this.#judge(door, answer, run);
      if (asked !== undefined) return asked;
    }
    return undefined;
  }

  /** @returns the answer if it ends the asking; otherwise what is wrong with it is noted */
  #judge(
    door: Door,
    answer: Answer | TransportError,
    { asking, failures, done, silent }: Run,
  ): ServiceAnswer | undefined {
    if (answer instanceof TransportError) {
      failures.failed(nameOf(door), answer);
      if (answer.code === 'timeout') silent.add(door);
      return undefined;
    }
    const { response, verified } = answer;
    const { responseCode } = response;
    if (asking.certified && verified === undefined) {
      failures.unverifiable(`${nameOf(door)} did not sign its answer`);
      return undefined;
    }
    if (FINAL_CODES.has(responseCode)) {
      return { kind: 'answer', response, site: door.site, certified: verified !== undefined };
    }
    failures.answered(nameOf(door), responseCode);
    if (SERVERS_OWN_CODES.has(responseCode)) done.add(door.server);
    return undefined;
  }

  async #exchange(
    door: Door,
    asking: Asking,
    context: Context,
    timeoutMs: number,
  ): Promise<Answer | TransportError> {
    const { transport, times, closing, observer } = this.#options;
    const { endpoint } = door;
    const limits = { signal: closing, timeoutMs };
    const question = questionTo(door, asking, context.depth);
    const answer = await transport.exchange(endpoint, question, limits).catch(asTransportError);
    const server = serverName(door.site, door.server);
    if (answer instanceof TransportError) times.failed(server);
    else times.answered(server, answer.milliseconds);
    const event = exchangeEvent(door, asking, answer);
    observer.exchange?.(event);
    context.trace?.(event);
    return answer;
  }
}

function onlySilent(rounds: readonly Door[][], silent: ReadonlySet<Door>): Door[][] {
  return rounds
    .map((doors) => doors.filter((door) => silent.has(door)))
    .filter((doors) => doors.length > 0);
}

function mayAskAgain({ context, attemptsLeft }: Run): boolean {
  return attemptsLeft > 0 && context.budget.remainingMs() >= MIN_SLICE_MS;
}

function questionTo({ site, server }: Door, asking: Asking, depth: number): Question {
  return {
    opcode: Opcode.resolution,
    handle: asking.handle,
    selection: asking.selection,
    flags: flagsOf(asking),
    siteSerial: site.serialNumber,
    recursionCount: depth,
    version: minVersion(site.protocolVersion, NEWEST_VERSION),
    serverKey: server.publicKey,
  };
}

function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  throw error;
}

function nameOf({ endpoint }: Door): string {
  const { protocol, address, port } = endpoint;
  return `${protocol} ${address} port ${port}`;
}

function withoutKey({ endpoint }: Door, { isRoot }: Service): string {
  const record = isRoot ? "the bootstrap's site record" : 'the site record';
  return `${record} of ${endpoint.address} has no key that can be read, so no signature of that server can be verified`;
}
