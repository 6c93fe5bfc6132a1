import { existsSync } from 'node:fs';
import type { UpstreamProtocol } from '../events.ts';
import { httpTarget } from '../load/http-target.ts';
import { isOwnNetwork } from '../load/modest.ts';
import { nativeTarget } from '../load/native-target.ts';
import type { Target } from '../load/reply.ts';
import { serviceEndpoint } from '../load/service-endpoint.ts';
import { isPrivateBootstrap } from '../resolver/private-bootstrap.ts';
import { createResolver } from '../resolver/resolver.ts';
import { systemClock } from '../system.ts';
import { createAddressGuard } from '../transport/address-guard.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { createTransport } from '../transport/transport.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { addressesOf, pinnedLookup } from './pinned-lookup.ts';
import { UsageError } from './usage-error.ts';

export interface LoadTargetOptions {
  /** A proxy's URL, a server's address, or a bootstrap file. */
  readonly operand: string;
  /** For a bootstrap file. */
  readonly protocol: UpstreamProtocol;
  readonly connections: number;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether servers that are on no private address may be asked more than a little. */
  readonly mayBurden: boolean;
}

export interface ChosenTarget {
  readonly target: Target;
  /** On this machine or in a private network. */
  readonly isOwn: boolean;
}

/** Native servers by address: `udp://192.0.2.1:2641`; the HTTP tunnel is `tunnel://…`. */
const SERVER_ADDRESS = /^(udp|tcp|tunnel):\/\/(\[[0-9a-f:.]+\]|[^/:[\]]+)(?::(\d{1,5}))?\/?$/i;

const MAX_PORT = 65_535;

const USUAL_PORTS = { udp: 2641, tcp: 2641, http: 8000 } as const;

/**
 * Reads who is to be asked.
 *
 * @throws {UsageError} when the operand is none of the three
 * @throws {StartError} when it is a file and no bootstrap
 */
export async function loadTarget(options: LoadTargetOptions): Promise<ChosenTarget> {
  const { operand } = options;
  if (/^https?:\/\//i.test(operand) && URL.canParse(operand)) {
    const { username, password, search, hash } = new URL(operand);
    if (`${username}${password}${search}${hash}` !== '') {
      throw new UsageError(
        'The URL of a proxy ends with its path: handles are put behind it. It has no user, no query and no fragment.',
      );
    }
    const addresses = await addressesOf(new URL(operand).hostname);
    const lookup = pinnedLookup(addresses);
    return {
      isOwn: isOwnNetwork(addresses.map(({ address }) => address)),
      target: httpTarget({ ...options, url: operand, clock: systemClock, lookup }),
    };
  }
  const server = SERVER_ADDRESS.exec(operand);
  if (server !== null) return serverTarget(options, server);
  if (existsSync(operand)) return bootstrapTarget(options);
  throw new UsageError(
    `${operand} is neither a proxy (http://127.0.0.1:8080), nor a handle server (udp://127.0.0.1:2641, tcp://…, tunnel://…), nor a bootstrap file that exists.`,
  );
}

async function serverTarget(
  { operand, timeoutMs }: LoadTargetOptions,
  [, scheme = '', host = '', portText]: RegExpExecArray,
): Promise<ChosenTarget> {
  const word = scheme.toLowerCase() as 'udp' | 'tcp' | 'tunnel';
  const protocol = word === 'tunnel' ? 'http' : word;
  const [first] = await addressesOf(host);
  const address = first?.address ?? '';
  const port = Number(portText ?? USUAL_PORTS[protocol]);
  if (port < 1 || port > MAX_PORT) throw new UsageError(`${operand}: there is no port ${port}.`);
  const endpoint: Endpoint = { protocol, address, port };
  // Whoever runs the test named this very server.
  const transport = createTransport({ clock: systemClock, allowAddress: () => true });
  return {
    isOwn: isOwnNetwork([address]),
    target: nativeTarget({ name: operand, transport, timeoutMs, endpointOf: () => endpoint }),
  };
}

function bootstrapTarget(options: LoadTargetOptions): ChosenTarget {
  const { operand, protocol, timeoutMs, mayBurden } = options;
  const bootstrap = loadBootstrap(operand);
  const isOwn = isPrivateBootstrap(bootstrap);
  const transport = createTransport({
    clock: systemClock,
    allowAddress: createAddressGuard(isOwn),
  });
  const resolver = createResolver({
    transport,
    bootstrap,
    clock: systemClock,
    random: Math.random,
    trust: 'off',
  });
  const endpointOf = serviceEndpoint({ resolver, protocol, allowPublic: mayBurden || !isOwn });
  const native = nativeTarget({ name: operand, transport, timeoutMs, endpointOf });
  return {
    isOwn,
    target: {
      ...native,
      async close() {
        await resolver.close();
        await native.close();
      },
    },
  };
}
