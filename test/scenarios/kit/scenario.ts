import type { UpstreamProtocol } from '../../../src/events.ts';
import type { Policy } from '../../../src/resolver/policy.ts';
import type { Trust } from '../../../src/resolver/resolver-options.ts';

/** A time such as `1.8 s`. */
export type Time = string;

/** `TYPE data`, or the same with what is unusual about it. */
export type ScenarioValue =
  | string
  | {
      readonly value: string;
      readonly index?: number;
      /** Relative, in seconds. @default 86400 */
      readonly ttl?: number;
      /** Absolute: so long after the beginning. */
      readonly until?: Time;
      /** Not for everybody. */
      readonly hidden?: true;
    }
  /** The site records of a service. */
  | { readonly sitesOf: string; readonly type?: string; readonly ttl?: number };

export type ScenarioRecords = Readonly<Record<string, readonly ScenarioValue[]>>;

export interface ScenarioSite {
  /** Names and addresses; each handle lives on one of them. */
  readonly servers: Readonly<Record<string, string>>;
  /** @default false */
  readonly mirror?: true;
  /** Ways to the servers. @default udp, tcp, http */
  readonly protocols?: readonly UpstreamProtocol[];
  /** As `domain`, `alt_addr`, `desc`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Protocol version. @default 2.11 */
  readonly version?: string;
  /** @default false */
  readonly keyless?: true;
  readonly serial?: number;
}

export interface ScenarioService {
  readonly sites: readonly ScenarioSite[];
  /** The registry says that they live here. */
  readonly prefixes?: readonly string[];
  /** Through which service handle it says so. */
  readonly via?: string;
  /** Of the site records in the registry, in seconds. @default 86400 */
  readonly ttl?: number;
  /** Handles that it knows besides those of its prefixes. */
  readonly records?: ScenarioRecords;
}

/** What a server does, if not what it should. */
export interface Behaviour {
  readonly do: string;
  /** From when on, since the beginning. */
  readonly from?: Time;
  readonly to?: Time;
  readonly protocols?: readonly UpstreamProtocol[];
  readonly handles?: readonly string[];
  readonly share?: number;
  readonly every?: number;
  readonly times?: number;
  /** How long answers wait. */
  readonly after?: Time;
  /** Where `refer` sends clients: to a handle, or to a service by its sites. */
  readonly referTo?: string;
  readonly referToService?: string;
}

export type Behaviours = string | Behaviour | readonly (string | Behaviour)[];

/** A number, or where it has to lie. */
export type Amount = number | { readonly atLeast?: number; readonly atMost?: number };

export interface Expected {
  readonly outcome?: string;
  /** Of several that were asked at once: how many with which outcome. */
  readonly outcomes?: Readonly<Record<string, Amount>>;
  /** Data of the values, in any order. */
  readonly values?: readonly string[];
  /** What is left of the time to live, in seconds. */
  readonly ttl?: Amount;
  readonly cache?: string;
  readonly authoritative?: boolean;
  readonly certified?: boolean;
  /** Where aliases led. */
  readonly handle?: string;
  /** Part of the message. */
  readonly message?: string;
  readonly responseCode?: number;
  readonly retryAfter?: Amount;
  /** Virtual milliseconds that the slowest of the answers took. */
  readonly ms?: Amount;
  /** The way of the last exchange. */
  readonly protocol?: UpstreamProtocol;
  /** Requests that reached each server, repetitions included; those not named got none. */
  readonly asked?: Readonly<Record<string, Amount | Readonly<Record<string, Amount>>>>;
  /** Exchanges that ended, by server; those not named had none. */
  readonly exchanges?: Readonly<Record<string, Amount>>;
  /** Names of warnings. */
  readonly warnings?: readonly string[];
}

/** One of `ask`, `begin`, `await`, `pass`, `servers`, `records`, `purge`, `restart`; or nothing but `expect`. */
export interface Step {
  /** `{n}` in it is the number of the request. */
  readonly ask?: string;
  /** How many, at once unless `every` says otherwise. @default 1 */
  readonly count?: number;
  /** One after the other, with so much time between them. */
  readonly every?: Time;
  readonly types?: readonly string[];
  readonly indexes?: readonly number[];
  readonly auth?: true;
  readonly certified?: true;
  readonly ignoreAliases?: true;
  /** Also values that are not for everybody. */
  readonly all?: true;
  /** With `ask`: not waited for, until a step that awaits this name. */
  readonly as?: string;
  readonly await?: string;
  readonly pass?: Time;
  /** What servers do from now on, in place of what they were told before. */
  readonly servers?: Readonly<Record<string, Behaviours>>;
  /** Records from now on; null takes one away. */
  readonly records?: Readonly<Record<string, readonly ScenarioValue[] | null>>;
  readonly purge?: string;
  /** Another resolver takes the place of this one, and takes over what it holds. */
  readonly restart?: true;
  readonly expect?: Expected;
  /** Why, for people. */
  readonly note?: string;
}

export interface Scenario {
  readonly name: string;
  readonly policy?: Partial<Policy>;
  readonly trust?: Trust;
  readonly protocols?: readonly UpstreamProtocol[];
  readonly deadline?: Time;
  readonly maxExchanges?: number;
  /** @default 1 */
  readonly seed?: number;
  /** How long there and back takes, by server. @default 20 ms */
  readonly roundTrip?: Readonly<Record<string, Time>>;
  /** What servers do, by name. */
  readonly servers?: Readonly<Record<string, Behaviours>>;
  readonly services?: Readonly<Record<string, ScenarioService>>;
  readonly records?: ScenarioRecords;
  /** Addresses that must not be contacted. */
  readonly forbidden?: readonly string[];
  /** Addresses of host names. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly steps: readonly Step[];
}
