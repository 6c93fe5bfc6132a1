import { proxyRanges, upstreamRanges } from './address-kinds.ts';
import {
  type Kind,
  listOf,
  oneOf,
  text,
  textThat,
  webAddress,
  wholeNumber,
  yesOrNo,
  yesOrNoOr,
} from './kind.ts';
import { OPERATION_SETTINGS } from './operation-settings.ts';
import { languageTag, virtualHosts } from './virtual-hosts.ts';

/** The sub-commands. */
export type CommandName = 'serve' | 'demo' | 'resolve' | 'load' | 'config' | 'import' | 'sites';

export interface Setting<T> {
  readonly kind: Kind<T>;
  /** What holds when the setting is given nowhere; undefined where that is "nothing". */
  readonly default: T | undefined;
  /** Words for the default where the plain value would not say it. */
  readonly defaultText?: string;
  /** One sentence, with the unit where there is one. */
  readonly description: string;
  readonly commands: readonly CommandName[];
}

const EVERY: readonly CommandName[] = ['serve', 'demo', 'resolve', 'sites'];
const PROXY: readonly CommandName[] = ['serve', 'demo'];
const DEMO: readonly CommandName[] = ['demo'];

/** Every setting, once. A config file may hold those of other commands too: it can be shared. */
export const SETTINGS = {
  host: {
    kind: text('ADDRESS'),
    default: '127.0.0.1',
    description: 'Address or name to listen on; 0.0.0.0 or :: for all interfaces.',
    commands: PROXY,
  },
  port: {
    kind: wholeNumber('PORT', 0, 65_535),
    default: 8080,
    description: 'TCP port to listen on; 0 takes any free one and the start-up line says which.',
    commands: PROXY,
  },
  publicUrl: {
    kind: webAddress,
    default: undefined,
    defaultText: 'links without a host',
    description:
      'Where people reach this proxy, such as https://id.example.org; for links to itself.',
    commands: PROXY,
  },
  httpMaxAge: {
    kind: wholeNumber('SECONDS', 0, 86_400),
    default: 3600,
    description: 'The longest that browsers and caches may keep an answer, in seconds.',
    commands: PROXY,
  },
  surrogateKeys: {
    kind: yesOrNo,
    default: false,
    description:
      'Names the handles of an answer in Surrogate-Key and Cache-Tag, and how long it holds in Surrogate-Control, for front caches.',
    commands: PROXY,
  },
  maxRequests: {
    kind: wholeNumber('COUNT', 1, 1_000_000),
    default: 16_384,
    description:
      'Requests that may wait for handle servers at a time; more get 503 at once. What is cached is always answered.',
    commands: PROXY,
  },
  maxRequestsPerClient: {
    kind: wholeNumber('COUNT', 1, 1_000_000),
    default: 1000,
    description:
      'Of these, from one client network, a /24 of IPv4 or /56 of IPv6; loopback is exempt.',
    commands: PROXY,
  },
  securityContact: {
    kind: textThat('URI', 'a mailto:, https: or tel: URI', (given) =>
      /^(?:mailto:|https:\/\/|tel:)[\x21-\x7e]+$/i.test(given),
    ),
    default: undefined,
    defaultText: 'no such file',
    description:
      'Where to report security problems, such as mailto:security@example.org; served as /.well-known/security.txt.',
    commands: PROXY,
  },
  templates: {
    kind: text('FOLDER'),
    default: undefined,
    defaultText: 'the built-in pages',
    description: 'The pages that visitors see; templates are programs, so trust who writes them.',
    commands: PROXY,
  },
  reloadTemplates: {
    kind: yesOrNo,
    default: false,
    description: 'Reads templates again when they change; for those who write them.',
    commands: PROXY,
  },
  siteTitle: {
    kind: text('TEXT'),
    default: undefined,
    defaultText: '“Handle resolver”, in the visitor’s language',
    description: 'What the pages call themselves.',
    commands: PROXY,
  },
  defaultLanguage: {
    kind: languageTag,
    default: 'en',
    description: 'The language of pages for visitors who ask for none that there is.',
    commands: PROXY,
  },
  virtualHosts: {
    kind: virtualHosts,
    default: undefined,
    defaultText: 'none',
    description:
      'Other names of this proxy, each with templates, publicUrl, locattShortcuts, defaultLanguage and siteTitle of its own.',
    commands: PROXY,
  },
  trustedProxies: {
    kind: proxyRanges,
    default: undefined,
    defaultText: 'none',
    description: 'The proxies in front that are believed when they say whom they speak for.',
    commands: PROXY,
  },
  clientAddressHeader: {
    kind: oneOf('X-Forwarded-For', 'Forwarded'),
    default: 'X-Forwarded-For',
    description: 'The header in which trusted proxies say whom they speak for; no other is read.',
    commands: PROXY,
  },
  countryDatabase: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'the one that comes with the package',
    description:
      'Where addresses are: a .mmdb file of GeoLite2, GeoIP2 or DB-IP, read again when it changes.',
    commands: PROXY,
  },
  locattShortcuts: {
    kind: listOf(
      textThat('NAME', 'a name', isParameterName),
      'NAME,…',
      'a list of names of letters, digits, hyphens and underscores',
    ),
    default: undefined,
    defaultText: 'none',
    description:
      'Parameters of links that choose a location by its attribute of that name, as locatt does.',
    commands: PROXY,
  },
  bootstrap: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'the public Global Handle Registry; the embedded network for demo',
    description:
      'Where resolution starts: a bootstrap_handles or siteinfo.json file, or an array of sites.',
    commands: EVERY,
  },
  stateDir: {
    kind: text('FOLDER'),
    default: undefined,
    defaultText: 'nothing is kept',
    description:
      'Where to keep what the registry says about itself, and what the cache holds at the end, for the next start.',
    commands: EVERY,
  },
  localServices: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'none',
    description:
      'Which sites are asked for which prefixes without the registry: a local_info or local_info.json file.',
    commands: EVERY,
  },
  resolverSite: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'none',
    description:
      'The one site that is asked for everything else, without the registry: a resolver_site or siteinfo.json file.',
    commands: EVERY,
  },
  overrides: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'none',
    description:
      'Records or URLs by handle or prefix that hold instead of what servers say; read again when the file changes.',
    commands: EVERY,
  },
  trust: {
    kind: oneOf('off', 'services', 'all'),
    default: 'services',
    description:
      'Which answers must be signed by keys that lead back to the bootstrap: none, those that say where to ask next, or all.',
    commands: EVERY,
  },
  allowPrivateUpstreams: {
    kind: yesOrNoOr(upstreamRanges),
    default: undefined,
    defaultText: 'false; true when all addresses of the bootstrap are private',
    description:
      'Whether handle servers on private and loopback addresses may be asked, or which of them.',
    commands: EVERY,
  },
  upstreamProtocols: {
    kind: listOf(
      oneOf('udp', 'tcp', 'http', 'https'),
      'udp,tcp,http,https',
      'a list of udp, tcp, http and https',
    ),
    default: ['udp', 'tcp', 'http'],
    description: 'How handle servers may be asked, in order of preference.',
    commands: EVERY,
  },
  cacheMegabytes: {
    kind: wholeNumber('MB', 1, 32_768),
    default: 64,
    description:
      'Memory for what is remembered, in MB (2^20 bytes): 64 hold about 200,000 records with one URL.',
    commands: PROXY,
  },
  ...OPERATION_SETTINGS,
  records: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'the built-in examples',
    description: 'The handle records that the embedded network serves.',
    commands: DEMO,
  },
  handlePort: {
    kind: wholeNumber('PORT', 0, 65_535),
    default: 0,
    description: 'UDP and TCP port of the embedded root server; 0 takes any free one.',
    commands: DEMO,
  },
  writeBootstrap: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'not written',
    description: 'Writes a bootstrap file that leads to the embedded network.',
    commands: DEMO,
  },
  networkOnly: {
    kind: yesOrNo,
    default: false,
    description: 'Starts the embedded network without the proxy.',
    commands: DEMO,
  },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;

type ValueOf<S> = S extends { kind: Kind<infer T>; default: infer D }
  ? D extends undefined
    ? T | undefined
    : T
  : never;

/** The values that hold. */
export type Settings = { readonly [N in SettingName]: ValueOf<(typeof SETTINGS)[N]> };

/** The names of the settings that a command takes; `config` tells about all of them. */
export function settingsOf(command: CommandName): SettingName[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  if (command === 'config') return names;
  return names.filter((name) => (SETTINGS[name].commands as readonly string[]).includes(command));
}

/** The default as people read it, in help texts and tables. */
export function defaultText(setting: Setting<unknown>): string {
  if (setting.defaultText !== undefined) return setting.defaultText;
  return Array.isArray(setting.default) ? setting.default.join(',') : String(setting.default);
}

function isParameterName(entry: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(entry);
}
