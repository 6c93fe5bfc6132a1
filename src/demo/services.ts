import type { ProtocolVersion } from '../handle/site.ts';
import { NEWEST_VERSION } from '../protocol/version.ts';

/** The services of the demo network. */
export type ServiceName = 'root' | 'plain' | 'served' | 'hashed' | 'dsa' | 'delegate';

/**
 * Which key a server signs with. The root's is its own; generating RSA keys takes time, so the
 * other servers share two, and those of one site have different ones.
 */
export type KeyName = 'root' | 'first' | 'second' | 'dsa';

export interface ServiceDescription {
  /** For people; stands in the site record as `desc`. */
  readonly description: string;
  readonly version: ProtocolVersion;
  readonly servers: readonly { readonly name: string; readonly key: KeyName }[];
  /** Whether its servers are old ones, that know no template handles. @default false */
  readonly withoutTemplates?: boolean;
}

export const SERVICES: { readonly [name in ServiceName]: ServiceDescription } = {
  root: {
    description: 'demo root',
    version: NEWEST_VERSION,
    servers: [{ name: 'root', key: 'root' }],
  },
  plain: {
    description: 'demo service',
    version: NEWEST_VERSION,
    servers: [{ name: 'plain', key: 'first' }],
  },
  served: {
    description: 'demo service with a service handle',
    version: NEWEST_VERSION,
    servers: [{ name: 'served', key: 'second' }],
    withoutTemplates: true,
  },
  hashed: {
    description: 'demo service of two servers',
    version: NEWEST_VERSION,
    servers: [
      { name: 'hash-1', key: 'first' },
      { name: 'hash-2', key: 'second' },
    ],
  },
  dsa: {
    description: 'demo service with an old key',
    version: { major: 2, minor: 10 },
    servers: [{ name: 'dsa', key: 'dsa' }],
  },
  delegate: {
    description: 'demo registry of derived prefixes',
    version: NEWEST_VERSION,
    servers: [{ name: 'delegate', key: 'second' }],
  },
};

/** The handle under the root that names the site of the service `served`. */
export const SERVICE_HANDLE = '0.SERV/DEMO';
