import { createHash } from 'node:crypto';
import type { UpstreamProtocol } from '../events.ts';
import { ipAddressText, isUnspecifiedAddress } from '../handle/ip-address.ts';
import {
  type Interface,
  InterfaceProtocol,
  InterfaceType,
  type Server,
  type Site,
} from '../handle/site.ts';
import { Opcode } from '../protocol/opcode.ts';
import { minVersion, NEWEST_VERSION } from '../protocol/version.ts';
import type { Answer } from '../transport/answer.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { TransportError, type TransportErrorCode } from '../transport/errors.ts';
import type { Transport } from '../transport/transport.ts';
import type { DnsLookup } from './dns-lookup.ts';
import { MAX_PINGS, PING_TIMEOUT_MS, PINGS_AT_ONCE } from './limits.ts';
import { serverAttribute, siteDescription } from './site-attributes.ts';

/** What came of asking one interface of one server for the record of its own site. */
export interface Ping {
  /** From 1, in the order of the sites that were given. */
  readonly site: number;
  /** The site's name for people, where it has one. */
  readonly description?: string;
  readonly serverId: number;
  readonly protocol: UpstreamProtocol;
  /** Empty where the server has a name instead, and no address was found for it. */
  readonly address: string;
  readonly port: number;
  readonly takesQueries: boolean;
  readonly takesAdministration: boolean;
  /** SHA-256 of the server's key as the site record has it, in hex; absent without a key. */
  readonly keyFingerprint?: string;
  /** Absent where there was no answer. */
  readonly answer?: PingAnswer;
  readonly error?: TransportErrorCode | 'no-address';
  /** What is wrong, for people; empty where nothing is. */
  readonly remark: string;
}

export interface PingAnswer {
  readonly milliseconds: number;
  /** How many times the question was sent. */
  readonly attempts: number;
  readonly responseCode: number;
  /** Of the protocol, as the answer was written in: `2.11`. */
  readonly version: string;
}

export interface PingOptions {
  readonly transport: Transport;
  readonly lookup: DnsLookup;
  readonly signal: AbortSignal;
}

/** One door of a server, and what is known of it without asking. */
interface Door {
  readonly record: Site;
  readonly server: Server;
  readonly endpoint: Endpoint;
  readonly facts: Omit<Ping, 'answer' | 'error' | 'remark'>;
}

/**
 * Asks every interface of every server of these sites for the record of its own site, a few at a
 * time. Interfaces that are out of service and protocols without a name are left out.
 */
export async function pingSites(sites: readonly Site[], options: PingOptions): Promise<Ping[]> {
  const found = await Promise.all(
    sites.map((site, position) => doorsOf(site, position + 1, options)),
  );
  const doors = found.flat().slice(0, MAX_PINGS);
  const pings: Ping[] = [];
  const next = doors.entries();
  const worker = async () => {
    for (const [position, door] of next) pings[position] = await ping(door, options);
  };
  await Promise.all(Array.from({ length: PINGS_AT_ONCE }, worker));
  return pings;
}

async function doorsOf(record: Site, site: number, { lookup }: PingOptions): Promise<Door[]> {
  const description = siteDescription(record);
  const doors: Door[] = [];
  for (const [position, server] of record.servers.entries()) {
    const host = serverAttribute(record, 'domain', position);
    const path = serverAttribute(record, 'path', position);
    for (const address of await addressesOf(server, host, lookup)) {
      for (const door of server.interfaces) {
        const protocol = protocolOf(door);
        if (protocol === undefined) continue;
        const { port } = door;
        doors.push({
          record,
          server,
          endpoint: { protocol, address, port, ...(host && { host }), ...(path && { path }) },
          facts: {
            site,
            ...(description !== undefined && { description }),
            serverId: server.serverId,
            protocol,
            address,
            port,
            takesQueries: (door.type & InterfaceType.query) !== 0,
            takesAdministration: (door.type & InterfaceType.admin) !== 0,
            ...fingerprintOf(server),
          },
        });
      }
    }
  }
  return doors;
}

async function addressesOf(
  { address }: Server,
  host: string | undefined,
  lookup: DnsLookup,
): Promise<readonly string[]> {
  if (!isUnspecifiedAddress(address)) return [ipAddressText(address)];
  const found = host === undefined ? [] : await lookup(host).catch(() => []);
  return found.length > 0 ? found : [''];
}

function protocolOf({ type, protocol }: Interface): UpstreamProtocol | undefined {
  const names = Object.keys(InterfaceProtocol) as UpstreamProtocol[];
  return type === 0 ? undefined : names.find((name) => InterfaceProtocol[name] === protocol);
}

function fingerprintOf({ publicKey }: Server): Pick<Ping, 'keyFingerprint'> {
  if (publicKey.length === 0) return {};
  return { keyFingerprint: createHash('sha256').update(publicKey).digest('hex') };
}

async function ping(door: Door, { transport, signal }: PingOptions): Promise<Ping> {
  const { record, server, endpoint, facts } = door;
  if (endpoint.address === '') {
    return { ...facts, error: 'no-address', remark: 'no address was found for its name' };
  }
  const question = {
    opcode: Opcode.siteInfo,
    handle: '/',
    selection: { types: [], indexes: [] },
    flags: 0,
    siteSerial: record.serialNumber,
    recursionCount: 0,
    version: minVersion(record.protocolVersion, NEWEST_VERSION),
    serverKey: server.publicKey,
  };
  const limits = { signal, timeoutMs: PING_TIMEOUT_MS };
  try {
    const answer = await transport.exchange(endpoint, question, limits);
    return { ...facts, answer: answerOf(answer), remark: remarkOn(answer, door) };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { ...facts, error: error.code, remark: error.message };
  }
}

function answerOf({ response, milliseconds, attempts }: Answer): PingAnswer {
  const { major, minor } = response.envelope.version;
  const { responseCode } = response;
  return { milliseconds, attempts, responseCode, version: `${major}.${minor}` };
}

/** Where the server knows its site otherwise than the record that led to it. */
function remarkOn({ response: { body } }: Answer, { record, server }: Door): string {
  if (body.kind !== 'site') return body.kind === 'error' ? body.message : '';
  const { serialNumber, servers } = body.site;
  const own = servers.find(({ serverId }) => serverId === server.serverId);
  if (own === undefined) return 'it does not know itself under this server id';
  if (Buffer.compare(own.publicKey, server.publicKey) !== 0)
    return 'it says that its key is another';
  return serialNumber === record.serialNumber
    ? ''
    : `it has serial number ${serialNumber} of its site, the record ${record.serialNumber}`;
}
