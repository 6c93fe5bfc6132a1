import type { Observer, UpstreamProtocol } from '../events.ts';
import { Opcode } from '../protocol/opcode.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import { minVersion, NEWEST_VERSION } from '../protocol/version.ts';
import type { Clock, Random } from '../system.ts';
import type { Answer } from '../transport/answer.ts';
import { TransportError } from '../transport/errors.ts';
import type { Asker } from '../transport/pending.ts';
import type { Question } from '../transport/question.ts';
import type { Transport } from '../transport/transport.ts';
import { UnderWay } from '../transport/under-way.ts';
import { type Asked, type Asking, flagsOf, type ServiceAnswer } from './asking.ts';
import type { Attempt } from './attempt.ts';
import { AttemptFailures } from './attempt-failures.ts';
import { type Context, isTraced } from './context.ts';
import { DoorFinder, type Place, sitesToAsk } from './door-finder.ts';
import { doorOrder } from './door-order.ts';
import type { Door } from './doors.ts';
import { exchangeEvent } from './exchange-event.ts';
import { type Failure, failure } from './failure.ts';
import { HedgeBudget } from './hedge-budget.ts';
import { countsAgainst, isFinal, isRepeated } from './judge-answer.ts';
import { KeyReader } from './key-reader.ts';
import { LargeAnswers } from './large-answers.ts';
import { CHECK_MS, LARGE_ANSWER_BYTES } from './limits.ts';
import type { NameTable } from './name-table.ts';
import { type Patience, patienceFor } from './patience.ts';
import type { Policy } from './policy.ts';
import { Race } from './race.ts';
import type { RaceHost, Run } from './race-host.ts';
import type { Service } from './service.ts';
import type { Traffic } from './traffic.ts';
import { WayCheck } from './way-check.ts';
import type { WayTable } from './way-table.ts';

export interface ServiceAskerOptions {
  readonly transport: Transport;
  readonly traffic: Traffic;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
  readonly protocols: readonly UpstreamProtocol[];
  readonly names: NameTable;
  readonly ways: WayTable;
  readonly policy: Policy;
  /** Aborted when the resolver is closed. */
  readonly closing: AbortSignal;
}

const closed = failure('unreachable', 'the resolver is closed');

/** Puts questions to services, until a server gives an answer that holds for the whole service. */
export class ServiceAsker implements RaceHost {
  readonly clock: Clock;
  readonly hedges: HedgeBudget;
  readonly #options: ServiceAskerOptions;
  readonly #keys = new KeyReader();
  readonly #finder: DoorFinder;
  readonly #check: WayCheck;
  readonly #large = new LargeAnswers();
  readonly #races = new UnderWay<Race>();

  constructor(options: ServiceAskerOptions) {
    const { clock, protocols, names, ways, random, policy, closing } = options;
    this.clock = clock;
    this.hedges = new HedgeBudget(policy.hedgeShare);
    this.#options = options;
    this.#finder = new DoorFinder(protocols, names);
    this.#check = new WayCheck(ways, random, policy.exploreShare);
    closing.addEventListener('abort', () => {
      for (const race of this.#races.all()) race.stop(closed);
    });
  }

  ask(service: Service, asking: Asking, context: Context): Promise<Asked> {
    const { handle, authoritative } = asking;
    const sites = sitesToAsk(service.sites, authoritative);
    const places = this.#finder.places(sites, handle);
    if (places !== undefined) return this.#start(service, asking, context, places);
    return this.#finder
      .lookUp(sites, handle, Math.max(0, context.budget.remainingMs() / 2))
      .then((found) => this.#start(service, asking, context, found));
  }

  #start(
    service: Service,
    asking: Asking,
    context: Context,
    places: readonly Place[],
  ): Promise<Asked> {
    if (this.#options.closing.aborted) return Promise.resolve(closed);
    const failures = new AttemptFailures();
    const run = { service, asking, context, places, failures, done: undefined, isOutOfDate: false };
    const race = new Race(this, run, this.#doors(places, run));
    race.place = this.#races.add(race);
    this.hedges.earn();
    return race.start();
  }

  settled(race: Race, asked: Asked): void {
    this.#races.remove(race.place);
    // Where others had to be tried it is known already how they do.
    if (asked.kind === 'answer') this.#checkAnother(race.run, race.onlyDoor);
  }

  /** The ways to ask, best first; those whose answers could not be verified are left out. */
  #doors(
    places: readonly Place[],
    { service, asking, failures }: Pick<Run, 'service' | 'asking' | 'failures'>,
  ): readonly Door[] {
    const { ways, random } = this.#options;
    const doors = doorOrder(places, ways, random, this.#large.has(asking.handle));
    if (!asking.certified) return doors;
    return doors.filter((door) => {
      const canRead = this.#keys.canRead(door.server.publicKey);
      if (!canRead) failures.unverifiable(withoutKey(door, service));
      return canRead;
    });
  }

  patience(door: Door, next: Door): Patience {
    const { ways, policy } = this.#options;
    return patienceFor(door, next, ways, policy);
  }

  ended(run: Run, { door, startedAt }: Attempt, answer: Answer | TransportError): void {
    const { asking, context } = run;
    this.#learn(door, startedAt, answer);
    if (wasTooMuch(door, answer)) this.#large.add(asking.handle);
    const { observer } = this.#options;
    if (observer.exchange === undefined && !isTraced(context)) return;
    const event = exchangeEvent(door, asking, answer);
    observer.exchange?.(event);
    context.trace?.(event);
  }

  judge(run: Run, door: Door, answer: Answer | TransportError): ServiceAnswer | undefined {
    return judge(door, answer, run);
  }

  failed({ failures, service, context }: Run, refused: Failure | undefined): Failure {
    return refused ?? summary(failures, service, context);
  }

  exchange(door: Door, { asking, context }: Run, asker: Asker): void {
    const { transport, traffic } = this.#options;
    traffic.begin();
    transport.ask(door.endpoint, questionTo(door, asking, context.depth), asker);
  }

  isLarge({ asking }: Run): void {
    this.#large.add(asking.handle);
  }

  exchangeOver(): void {
    this.#options.traffic.end();
  }

  #learn({ way }: Door, startedAt: number, answer: Answer | TransportError): void {
    const { ways } = this.#options;
    if (countsAgainst(answer)) ways.failed(way, startedAt);
    else if (!(answer instanceof TransportError)) {
      // An answer to a repeated request may belong to either; its time would teach nonsense.
      ways.answered(way, answer.attempts === 1 ? answer.milliseconds : undefined);
    } else if (answer.code === 'aborted') ways.slower(way, answer.milliseconds);
  }

  /** Puts the question to another server as well, to see how that one does; nobody waits for it. */
  #checkAnother(run: Run, asked: Door | undefined): void {
    const { ways, clock, closing, observer } = this.#options;
    const door = asked === undefined ? undefined : this.#check.choose(run.places, asked);
    if (door === undefined || run.context.budget.spend() !== undefined) return;
    ways.beginCheck(door.way);
    const startedAt = clock.elapsed();
    this.exchange(door, run, {
      signal: closing,
      timeoutMs: CHECK_MS,
      onLarge: () => this.isLarge(run),
      onEnd: (answer) => {
        this.exchangeOver();
        this.#learn(door, startedAt, answer);
        observer.exchange?.(exchangeEvent(door, run.asking, answer));
      },
    });
  }
}

/** @returns the answer if it ends the asking; otherwise what is wrong with it is noted */
function judge(door: Door, answer: Answer | TransportError, run: Run): ServiceAnswer | undefined {
  const { asking, failures } = run;
  if (answer instanceof TransportError) {
    failures.failed(nameOf(door), answer);
    return undefined;
  }
  const { response, verified } = answer;
  const { responseCode } = response;
  if (asking.certified && verified === undefined) {
    failures.unverifiable(`${nameOf(door)} did not sign its answer`);
    return undefined;
  }
  if (isFinal(responseCode)) {
    const { isOutOfDate } = run;
    const certified = verified !== undefined;
    return { kind: 'answer', response, site: door.site, certified, isOutOfDate };
  }
  failures.answered(nameOf(door), responseCode);
  if (responseCode === ResponseCode.outOfDateSiteInfo) run.isOutOfDate = true;
  if (isRepeated(responseCode)) run.done = (run.done ?? new Set()).add(door.server);
  return undefined;
}

/** Whether a burst of datagrams did not come through at once: a connection does better the next time. */
function wasTooMuch({ endpoint }: Door, answer: Answer | TransportError): boolean {
  if (answer instanceof TransportError || endpoint.protocol !== 'udp') return false;
  return answer.attempts > 1 && answer.bytes >= LARGE_ANSWER_BYTES;
}

/** All that went wrong in one failure. */
function summary(failures: AttemptFailures, { name }: Service, { budget }: Context): Failure {
  const failed = failures.summary(name);
  // The last servers may have had less time than they need.
  if (failed.outcome !== 'timeout' || budget.remainingMs() > 0) return failed;
  const { message } = budget.timeUp();
  return { ...failed, message: `${message}; ${failed.message}`, exhausted: true };
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

function nameOf({ endpoint }: Door): string {
  const { protocol, address, port } = endpoint;
  return `${protocol} ${address} port ${port}`;
}

function withoutKey({ endpoint }: Door, { isRoot }: Service): string {
  const record = isRoot ? "the bootstrap's site record" : 'the site record';
  return `${record} of ${endpoint.address} has no key that can be read, so no signature of that server can be verified`;
}
