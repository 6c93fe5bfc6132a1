import { type Kind, listOf, text, webAddress } from './kind.ts';

/** What one host name has of its own; what is left out is as for all others. */
export interface VirtualHost {
  readonly templates?: string;
  readonly publicUrl?: string;
  readonly locattShortcuts?: readonly string[];
  readonly defaultLanguage?: string;
  readonly siteTitle?: string;
}

/** By host name, in lower case and without a port. */
export type VirtualHosts = Readonly<Record<string, VirtualHost>>;

/** A tag such as `de` or `pt-BR`. */
export const languageTag: Kind<string> = {
  placeholder: 'TAG',
  expected: 'a language tag such as en, de or pt-BR',
  schema: { type: 'string', pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]+)*$' },
  fromText: knownTag,
  fromJson: knownTag,
};

/** The same settings under the same names, each as a config file has it. */
const MEMBERS: Readonly<Record<keyof VirtualHost, Kind<unknown>>> = {
  templates: text('FOLDER'),
  publicUrl: webAddress,
  locattShortcuts: listOf(text('NAME'), 'NAME,…', 'a list of parameters'),
  defaultLanguage: languageTag,
  siteTitle: text('TEXT'),
};

const HOST_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/i;

/** `{"id.example.org": {"siteTitle": "Example identifiers"}}` */
export const virtualHosts: Kind<VirtualHosts> = {
  placeholder: 'JSON',
  expected: `a JSON object of host names, each with an object of ${Object.keys(MEMBERS).join(', ')}`,
  schema: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(MEMBERS).map(([name, { schema }]) => [name, schema]),
      ),
      additionalProperties: false,
    },
  },
  fromText(given) {
    try {
      return read(JSON.parse(given));
    } catch {
      return undefined;
    }
  },
  fromJson: read,
};

function read(given: unknown): VirtualHosts | undefined {
  if (!isObject(given)) return undefined;
  const hosts: Record<string, VirtualHost> = {};
  for (const [name, settings] of Object.entries(given)) {
    if (!HOST_NAME.test(name) || !isObject(settings)) return undefined;
    const host: Record<string, unknown> = {};
    for (const [member, value] of Object.entries(settings)) {
      const known = MEMBERS[member as keyof VirtualHost]?.fromJson(value);
      if (known === undefined) return undefined;
      host[member] = known;
    }
    hosts[name.toLowerCase()] = host;
  }
  return hosts;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function knownTag(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined;
  try {
    return Intl.getCanonicalLocales(given)[0];
  } catch {
    return undefined;
  }
}
