import { comparisonForm, type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import { DEFAULT_TTL_SECONDS, type HandleValue, TtlType } from '../handle/handle-value.ts';
import { parseIpAddress } from '../handle/ip-address.ts';
import { DEFAULT_PERMISSIONS } from '../handle/permission.ts';
import {
  HashOption,
  InterfaceProtocol,
  InterfaceType,
  type Site,
  SiteFlag,
} from '../handle/site.ts';
import { ValueType } from '../handle/value-type.ts';
import { encodePublicKey } from '../protocol/public-key.ts';
import { encodeSite } from '../protocol/site.ts';
import { encodeText } from '../protocol/text.ts';
import { type Bootstrap, bootstrapOf } from './bootstrap.ts';
import { DSA_PARAMETERS, DSA_PUBLIC_VALUES, ROOT_TRUST_KEY } from './public-registry-keys.ts';

/** One site of the public registry; each has one server. */
interface RegistrySite {
  /** Also names the server's key. */
  readonly address: keyof typeof DSA_PUBLIC_VALUES;
  /** The address in the record where it is another one than names the key. */
  readonly listedAs?: string;
  readonly description: string;
  readonly serial: number;
  readonly primary: boolean;
  readonly multiPrimary?: boolean;
  /** Another address of the same server (`alt_addr`). */
  readonly alternative?: string;
  /** What its HTTP interface is for. @default both queries and administration */
  readonly httpType?: number;
}

/** When it described itself so, in milliseconds since 1970. */
const LAST_UPDATE = Date.UTC(2019, 6, 26, 18, 15, 40);

const QUERY_AND_ADMIN = InterfaceType.query | InterfaceType.admin;
const OUT_OF_SERVICE = 0;

const CNRI: RegistrySite = {
  address: '38.100.138.131',
  alternative: '2001:550:100:6::4',
  description: 'CNRI',
  serial: 15,
  primary: true,
  multiPrimary: true,
};
const EAST_COAST: RegistrySite = {
  address: '132.151.1.179',
  description: 'East coast root mirror',
  serial: 6,
  primary: false,
};
const GWDG_MIRROR: RegistrySite = {
  address: '134.76.10.100',
  description: 'global handle service at gwdg',
  serial: 1,
  primary: false,
};
const IDF: RegistrySite = {
  address: '38.100.138.153',
  description: 'IDF GHR',
  serial: 1,
  primary: true,
};
const ATI: RegistrySite = {
  address: '41.231.118.2',
  description: "ATI'S MPA GHR SERVICE",
  serial: 1,
  primary: true,
};
const SAUDI_ARABIA: RegistrySite = {
  address: '86.111.195.107',
  description: 'Saudi Arabia GHR',
  serial: 1,
  primary: true,
};
const SMART_AFRICA: RegistrySite = {
  address: '196.12.152.22',
  description: 'Smart Africa - RURA MPA GHR Service',
  serial: 1,
  primary: true,
};
const RUSSIA: RegistrySite = {
  address: '212.193.120.1',
  alternative: '2a09:bd00:ffc9:1:100::',
  description: 'MPA 77 GHR, Rostelecom, TCI, Russia',
  serial: 1,
  primary: true,
};
/**
 * That the registry lists this server by its IPv6 address alone as well is inferred: from how deployed
 * software prints the address, and from the number of sites it finds.
 */
const RUSSIA_IPV6: RegistrySite = {
  address: '212.193.120.1',
  listedAs: '2a09:bd00:ffc9:1:100::',
  description: 'MPA 77 GHR, Rostelecom, TCI, Russia',
  serial: 1,
  primary: true,
};
const GWDG: RegistrySite = {
  address: '134.76.30.197',
  description: 'GWDG MPA21 GHR Site',
  serial: 3,
  primary: true,
};
const CHC: RegistrySite = {
  address: '119.90.34.34',
  description: 'CHC MPA',
  serial: 1,
  primary: true,
  httpType: OUT_OF_SERVICE,
};
const ARS_HONG_KONG: RegistrySite = {
  address: '47.90.103.77',
  description: '86.ARS.HK',
  serial: 1,
  primary: false,
};
const ARS_CIC: RegistrySite = {
  address: '124.193.169.170',
  description: 'GHR-86 ARS@CIC',
  serial: 1,
  primary: false,
};
const ITU: RegistrySite = {
  address: '156.106.193.155',
  description: 'ITU MPA GHR 11',
  serial: 1,
  primary: true,
};

/** The HS_SITE values of the registry's own record and of its parts. */
const SITES: Readonly<Record<Handle, readonly RegistrySite[]>> = {
  [ROOT_PREFIX_HANDLE]: [
    CNRI,
    EAST_COAST,
    GWDG_MIRROR,
    IDF,
    ATI,
    SAUDI_ARABIA,
    SMART_AFRICA,
    RUSSIA,
  ],
  '0.GHR/20': [CNRI],
  '0.GHR/21': [GWDG],
  '0.GHR/86': [CHC, ARS_HONG_KONG, ARS_CIC],
  '0.GHR/11': [ITU],
  '0.GHR/10': [{ ...IDF, alternative: '2001:550:100:6::138:153' }],
  '0.GHR/44': [ATI],
  '0.GHR/22': [{ ...SAUDI_ARABIA, httpType: InterfaceType.admin }],
  '0.GHR/25': [SMART_AFRICA],
  '0.GHR/77': [RUSSIA, RUSSIA_IPV6],
};

/** The HS_SERV values of 0.NA/0.NA, by index. */
const SERVICES: ReadonlyMap<number, Handle> = new Map([
  [20, '0.GHR/20'],
  [103, '0.GHR/21'],
  [104, '0.GHR/11'],
  [105, '0.GHR/86'],
  [106, '0.GHR/10'],
  [107, '0.GHR/44'],
  [108, '0.GHR/22'],
  [109, '0.GHR/25'],
  [110, '0.GHR/77'],
]);

/** The index of the trust key in 0.0/0.0. */
const TRUST_KEY_INDEX = 301;

/** The first index of HS_SITE values here; no value of the registry's that is kept has it. */
const FIRST_SITE_INDEX = 2;

/**
 * The public Global Handle Registry as it described itself in July 2019. A seed: its servers tell
 * what has changed since.
 */
export function publicRegistry(): Bootstrap {
  const records = new Map<string, readonly HandleValue[]>();
  for (const [handle, sites] of Object.entries(SITES)) {
    const values = sites.map((site, position) =>
      registryValue(
        FIRST_SITE_INDEX + position,
        site.listedAs === undefined ? ValueType.site : ValueType.site6,
        encodeSite(siteOf(site)),
      ),
    );
    records.set(comparisonForm(handle), values);
  }
  const services = [...SERVICES].map(([index, handle]) =>
    registryValue(index, ValueType.serv, encodeText(handle)),
  );
  const root = comparisonForm(ROOT_PREFIX_HANDLE);
  records.set(root, [...(records.get(root) ?? []), ...services]);
  const trustKey = { kty: 'RSA', n: bytes(ROOT_TRUST_KEY.n), e: bytes(ROOT_TRUST_KEY.e) } as const;
  records.set(comparisonForm(ROOT_HANDLE), [
    registryValue(TRUST_KEY_INDEX, ValueType.pubkey, encodePublicKey(trustKey)),
  ]);
  return bootstrapOf(records, LAST_UPDATE);
}

function siteOf(site: RegistrySite): Site {
  const flags =
    (site.primary ? SiteFlag.primary : 0) | (site.multiPrimary ? SiteFlag.multiPrimary : 0);
  const key = {
    kty: 'DSA',
    y: bytes(DSA_PUBLIC_VALUES[site.address]),
    p: bytes(DSA_PARAMETERS.p),
    q: bytes(DSA_PARAMETERS.q),
    g: bytes(DSA_PARAMETERS.g),
  } as const;
  return {
    version: 1,
    protocolVersion: { major: 2, minor: 10 },
    serialNumber: site.serial,
    flags,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: [
      { name: 'desc', value: site.description },
      ...(site.alternative === undefined ? [] : [{ name: 'alt_addr', value: site.alternative }]),
    ],
    servers: [
      {
        serverId: 1,
        address: addressOf(site.listedAs ?? site.address),
        publicKey: encodePublicKey(key),
        interfaces: [
          { type: QUERY_AND_ADMIN, protocol: InterfaceProtocol.tcp, port: 2641 },
          { type: InterfaceType.query, protocol: InterfaceProtocol.udp, port: 2641 },
          {
            type: site.httpType ?? QUERY_AND_ADMIN,
            protocol: InterfaceProtocol.http,
            port: 8000,
          },
        ],
      },
    ],
  };
}

function addressOf(text: string): Uint8Array {
  const address = parseIpAddress(text);
  if (address === undefined) throw new RangeError(`no address: ${text}`);
  return address;
}

function bytes(base64url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64url, 'base64url'));
}

function registryValue(index: number, type: string, data: Uint8Array): HandleValue {
  return {
    index,
    timestamp: 0,
    ttlType: TtlType.relative,
    ttl: DEFAULT_TTL_SECONDS,
    permissions: DEFAULT_PERMISSIONS,
    type,
    data,
    references: [],
  };
}
