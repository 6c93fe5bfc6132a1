import { randomBytes } from 'node:crypto';
import { DemoServer } from '../../../src/demo/demo-server.ts';
import { RecordStore } from '../../../src/demo/record-store.ts';
import type { ServerKey } from '../../../src/demo/server-key.ts';
import type { ExchangeEvent, WarningEvent } from '../../../src/events.ts';
import { comparisonForm, isGlobalHandle, prefixOf } from '../../../src/handle/handle.ts';
import type { Site } from '../../../src/handle/site.ts';
import { seededRandom } from '../../../src/load/seeded-random.ts';
import { bootstrapOf } from '../../../src/resolver/bootstrap.ts';
import { createResolver, type Resolver } from '../../../src/resolver/resolver.ts';
import { createTransport, type Transport } from '../../../src/transport/transport.ts';
import { VirtualClock } from '../../resolver/kit/virtual-clock.ts';
import { ServerBehaviour } from './behaviour.ts';
import { duration } from './duration.ts';
import type { Behaviours, Scenario, ScenarioService, ScenarioValue } from './scenario.ts';
import { servicesOf, siteOf } from './scenario-services.ts';
import { readValues } from './values.ts';
import { VirtualHost } from './virtual-host.ts';
import { VirtualNetwork } from './virtual-network.ts';

const ROUND_TRIP_MS = 20;

/** Enough for a request through an HTTP client and server of whole streams. */
const TURNS_OF_LOOP = 8;

const U32 = 2 ** 32;

/** A server of a scenario. */
interface RunningServer {
  readonly server: DemoServer;
  readonly host: VirtualHost;
  readonly behaviour: ServerBehaviour;
  readonly addresses: readonly string[];
}

/** The servers of a scenario, on a network and a clock of its own, and the resolver in front of them. */
export class ScenarioWorld {
  readonly clock = new VirtualClock(TURNS_OF_LOOP);
  readonly exchanges: ExchangeEvent[] = [];
  readonly warnings: WarningEvent[] = [];
  readonly #scenario: Scenario;
  readonly #key: ServerKey;
  readonly #random;
  readonly #startedAt = this.clock.now();
  readonly #network = new VirtualNetwork(this.clock);
  readonly #servers = new Map<string, RunningServer>();
  readonly #services: Readonly<Record<string, ScenarioService>>;
  readonly #sites: ReadonlyMap<string, readonly Site[]>;
  readonly #stores = new Map<string, RecordStore>();
  #transport: Transport | undefined;
  #resolver: Resolver | undefined;

  private constructor(scenario: Scenario, key: ServerKey) {
    this.#scenario = scenario;
    this.#key = key;
    this.#random = seededRandom(scenario.seed ?? 1);
    this.#services = servicesOf(scenario);
    this.#sites = new Map(
      Object.entries(this.#services).map(([name, { sites }]) => [
        name,
        sites.map((site) => siteOf(site, key)),
      ]),
    );
  }

  /** @param key of all its servers */
  static async open(scenario: Scenario, key: ServerKey): Promise<ScenarioWorld> {
    const world = new ScenarioWorld(scenario, key);
    for (const name of Object.keys(world.#services)) world.#stores.set(name, new RecordStore());
    world.#fill();
    for (const [name, service] of Object.entries(world.#services)) {
      await world.#openService(name, service);
    }
    for (const [name, behaviours] of Object.entries(scenario.servers ?? {})) {
      world.behave(name, behaviours);
    }
    return world;
  }

  get resolver(): Resolver {
    this.#resolver ??= this.#createResolver();
    return this.#resolver;
  }

  behave(server: string, behaviours: Behaviours): void {
    this.#server(server).behaviour.set(behaviours);
  }

  /** Puts a record where it belongs, or takes it away. */
  setRecord(handle: string, values: readonly ScenarioValue[] | null): void {
    const home = isGlobalHandle(handle) ? 'root' : this.#homeOf(handle);
    if (values === null) this.#store(home).delete(handle);
    else this.#store(home).set(handle, this.#read(values));
  }

  /** Requests that reached each server until now. */
  asked(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      [...this.#servers].map(([name, { host }]) => [name, { ...host.asked }]),
    );
  }

  serverAt(address: string): string {
    for (const [name, { addresses }] of this.#servers) if (addresses.includes(address)) return name;
    return address;
  }

  /** Another resolver takes the place of this one, and takes over what it holds. */
  async restart(): Promise<void> {
    const before = this.resolver;
    await before.close();
    await this.#transport?.close();
    this.#resolver = this.#createResolver();
    for (const entry of before.snapshot()) this.#resolver.restore(entry);
  }

  async close(): Promise<void> {
    await this.#resolver?.close();
    const closed = this.#transport?.close();
    for (const { server } of this.#servers.values()) await server.close();
    await closed;
  }

  #createResolver(): Resolver {
    const { scenario, random } = { scenario: this.#scenario, random: this.#random };
    const { policy, trust, protocols, deadline, maxExchanges } = scenario;
    const { names = {}, forbidden = [] } = scenario;
    this.#transport = createTransport({
      clock: this.clock,
      allowAddress: (address) => !forbidden.includes(address),
      sockets: this.#network,
      fillRandom: (batch) => {
        for (const place of batch.keys()) batch[place] = Math.floor(random() * U32);
      },
    });
    const rootSites = this.#read([{ sitesOf: 'root' }]);
    return createResolver({
      transport: this.#transport,
      bootstrap: bootstrapOf(new Map([[comparisonForm('0.NA/0.NA'), rootSites]])),
      clock: this.clock,
      random,
      observer: {
        exchange: (event) => this.exchanges.push(event),
        warning: (event) => this.warnings.push(event),
      },
      lookup: async (name) => names[name] ?? [],
      ...(policy && { policy }),
      ...(trust && { trust }),
      ...(protocols && { protocols }),
      ...(deadline && { deadlineMs: duration(deadline) }),
      ...(maxExchanges && { maxExchanges }),
    });
  }

  #fill(): void {
    for (const [name, { prefixes = [], via, ttl, records = {} }] of Object.entries(
      this.#services,
    )) {
      const sites: ScenarioValue = { sitesOf: name, ...(ttl !== undefined && { ttl }) };
      if (via !== undefined) this.#store('root').set(via, this.#read([sites]));
      const says: ScenarioValue = via === undefined ? sites : `HS_SERV ${via}`;
      for (const prefix of prefixes) this.#store('root').set(`0.NA/${prefix}`, this.#read([says]));
      for (const [handle, values] of Object.entries(records)) {
        this.#store(name).set(handle, this.#read(values));
      }
    }
    for (const [handle, values] of Object.entries(this.#scenario.records ?? {})) {
      this.setRecord(handle, values);
    }
  }

  async #openService(name: string, service: ScenarioService): Promise<void> {
    for (const [place, { servers }] of service.sites.entries()) {
      for (const [serverIndex, [server, addresses]] of Object.entries(servers).entries()) {
        await this.#openServer(server, addresses.split(' '));
        this.#server(server).server.serve({
          version: this.#site(name, place).protocolVersion,
          privateKey: this.#key.privateKey,
          site: this.#site(name, place),
          serverIndex,
          records: this.#store(name),
          isHome: () => true,
          elsewhere: () => undefined,
          expand: () => undefined,
          randomBytes,
        });
      }
    }
  }

  async #openServer(name: string, addresses: readonly string[]): Promise<void> {
    const { roundTrip = {} } = this.#scenario;
    const behaviour = new ServerBehaviour(
      this.#random,
      () => this.clock.elapsed(),
      (service) => this.#read([{ sitesOf: service }]),
    );
    let host: VirtualHost | undefined;
    const server = await DemoServer.open({
      name,
      host: addresses[0] ?? '',
      port: 0,
      clock: this.clock,
      random: this.#random,
      openDoors: async (address, _port, visitors) => {
        host = new VirtualHost({
          address,
          clock: this.clock,
          roundTripMs: roundTrip[name] === undefined ? ROUND_TRIP_MS : duration(roundTrip[name]),
          look: (protocol) => behaviour.look(protocol),
          visitors,
        });
        return host;
      },
    });
    if (host === undefined) throw new Error('a server opens its doors');
    server.faults.odd = (occasion) => behaviour.odd(occasion);
    server.faults.loses = () => behaviour.loses();
    for (const address of addresses) this.#network.add(address, host);
    this.#servers.set(name, { server, host, behaviour, addresses });
  }

  #homeOf(handle: string): string {
    const prefix = prefixOf(handle);
    const found = Object.entries(this.#services).find(([, { prefixes }]) =>
      prefixes?.includes(prefix),
    );
    if (found === undefined) throw new SyntaxError(`no service has the prefix of ${handle}`);
    return found[0];
  }

  #read(values: readonly ScenarioValue[]) {
    return readValues(values, (service) => this.#sitesOf(service), this.#startedAt);
  }

  #sitesOf(service: string): readonly Site[] {
    return given(this.#sites.get(service), `service ${service}`);
  }

  #site(service: string, place: number): Site {
    return given(this.#sitesOf(service)[place], `site ${place} of ${service}`);
  }

  #store(service: string): RecordStore {
    return given(this.#stores.get(service), `service ${service}`);
  }

  #server(name: string): RunningServer {
    return given(this.#servers.get(name), `server ${name}`);
  }
}

function given<Thing>(found: Thing | undefined, name: string): Thing {
  if (found === undefined) throw new SyntaxError(`there is no ${name}`);
  return found;
}
