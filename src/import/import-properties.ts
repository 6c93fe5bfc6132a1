import type { VirtualHost } from '../config/virtual-hosts.ts';
import type { Findings, Source } from './findings.ts';
import { overruled, saidAgain } from './overruled.ts';
import { readProperties } from './read-properties.ts';
import { becomesList, hasNone, isYes, listIn, type Rule, yesBecomes } from './rules.ts';
import { PAGES_WRITTEN_ANEW, SHARED_RULES } from './shared-rules.ts';

/** Records with one URL in the default `cacheMegabytes`, of 64. */
const RECORDS_IN_64_MB = 200_000;

const cacheMaxHandles: Rule = (value, source, findings) => {
  const handles = Number(value);
  if (handles <= RECORDS_IN_64_MB) {
    findings.leave(source, 'the 64 MB of cacheMegabytes hold about 200,000 records');
    return;
  }
  const megabytes = Math.ceil((handles / RECORDS_IN_64_MB) * 64);
  findings.take(source, 'cacheMegabytes', megabytes, 'memory is counted, not handles');
};

const enableCache: Rule = (value, source, findings) =>
  findings.leave(
    source,
    isYes(value)
      ? 'there is always a cache'
      : 'there is always a cache; requests with ?auth go past it',
  );

/** hdlproxy.properties, by key. */
const RULES: Readonly<Record<string, Rule>> = {
  ...SHARED_RULES,
  access_log: (_, source, findings) =>
    findings.take(
      source,
      'accessLog',
      'handle',
      'in the same form, on stdout, for whoever collects it',
    ),
  log_rotation_rate: hasNone('logs go to stdout and stderr; whoever collects them rotates them'),
  log_hs_admin: hasNone('administrators of a record are not logged'),
  log_referrer: hasNone('the access log has it whenever it was sent'),
  log_user_agent: hasNone('the access log has it whenever it was sent'),
  enable_cache: enableCache,
  cache_max_handles: cacheMaxHandles,
  cache_max_ttl: hasNone('records are kept for their TTL, at most a day; see docs/caching.md'),
  cache_track_hits: hasNone('it had no effect'),
  htdocs: hasNone(PAGES_WRITTEN_ANEW),
  trace_msgs: yesBecomes('logLevel', 'debug', 'tells each exchange with a handle server'),
  locatt_shortcut_parameters: becomesList('locattShortcuts'),
};

/** Keys that end with a number or a host name. */
const FAMILIES: readonly (readonly [pattern: RegExp, rule: HostRule])[] = [
  [/^(?:query|response|error|novalues|help)-page\.(.+)$/, leaves(PAGES_WRITTEN_ANEW)],
  [/^help_redirect(?:\.(.+))?$/, leaves('/help is a page of the templates: link from there')],
  [/^typehandler\.\d+()$/, leaves('URL, 10320/loc and HS_ALIAS are built in; there are no others')],
  [
    /^retry_auth_on_not_found(?:\.(.+))?$/,
    leaves('an unknown prefix is always asked for again at the primary sites; handles are not'),
  ],
  [
    /^handle_link_prefix(?:\.(.+))?$/,
    takesForHost('publicUrl', (value) => ({ publicUrl: value.trim() })),
  ],
  [
    /^locatt_shortcut_params(?:\.(.+))?$/,
    takesForHost('locattShortcuts', (value) => ({ locattShortcuts: listIn(value) })),
  ],
];

type HostRule = (
  value: string,
  host: string | undefined,
  source: Source,
  findings: Findings,
) => void;

function leaves(why: string): HostRule {
  return (_value, _host, source, findings) => findings.leave(source, why);
}

function takesForHost(
  setting: 'publicUrl' | 'locattShortcuts',
  read: (value: string) => VirtualHost,
): HostRule {
  return (value, host, source, findings) => {
    const own = read(value);
    if (host === undefined || host === 'default') findings.take(source, setting, own[setting]);
    else findings.takeForHost(source, host, own);
  };
}

/** Takes over what a hdlproxy.properties file says. */
export function importProperties(file: string, bytes: Uint8Array, findings: Findings): void {
  const properties = readProperties(bytes);
  const again = overruled(properties);
  for (const property of properties) {
    const { key, value, line } = property;
    const source = { file, key, line };
    const by = again.get(property);
    const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
    const family = FAMILIES.find(([pattern]) => pattern.test(key));
    if (by !== undefined) findings.leave(source, saidAgain(by));
    else if (value === '') findings.leave(source, 'it has no value');
    else if (rule !== undefined) rule(value, source, findings);
    else if (family === undefined) findings.leave(source, 'the key is unknown');
    else family[1](value, family[0].exec(key)?.[1], source, findings);
  }
}
