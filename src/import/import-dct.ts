import type { Findings, Source } from './findings.ts';
import { ImportError } from './import-error.ts';
import { overruled, saidAgain } from './overruled.ts';
import { type DctMember, type DctObject, type DctValue, readDct } from './read-dct.ts';
import { becomes, becomesNumber, hasNone, isYes, type Rule, yesBecomes } from './rules.ts';
import { PAGES_WRITTEN_ANEW, SHARED_RULES } from './shared-rules.ts';

const SERVERS_OWN = 'it is about the handle server; this is a proxy only';
const THREADS = 'there are no threads; see maxRequests for how much is taken on at a time';

/** The keys of handle clients, at the top of a config.dct. */
const CLIENT_RULES: Readonly<Record<string, Rule>> = {
  no_udp_resolution: (value, source, findings) => {
    if (isYes(value)) findings.take(source, 'upstreamProtocols', ['tcp', 'http']);
    else findings.leave(source, 'UDP comes first by default');
  },
  trace_resolution: yesBecomes('logLevel', 'debug', 'tells each exchange with a handle server'),
  tcp_timeout: hasNone('a server is waited for as long as it usually takes, a request 5 s in all'),
  ipv6_fast_fallback: hasNone('the other address family is always tried when one is slow'),
  site_filter_keywords: hasNone('the site that answers fastest is preferred'),
  preferred_global_service_handle: hasNone('the site that answers fastest is preferred'),
  auto_update_root_info: hasNone('name a file with bootstrap where the registry is another one'),
  interfaces: hasNone('this proxy listens for HTTP at host and port'),
  server_type: hasNone(SERVERS_OWN),
};

/** `hdl_http_config`: the HTTP interface of a handle server, and the proxy in it. */
const HTTP_RULES: Readonly<Record<string, Rule>> = {
  ...SHARED_RULES,
  bind_address: becomes('host'),
  bind_port: becomesNumber('port'),
  log_accesses: yesBecomes(
    'accessLog',
    'handle',
    'in the same form, on stdout, for whoever collects it',
  ),
  num_threads: hasNone(THREADS),
  max_handlers: hasNone(THREADS),
  backlog: hasNone('the operating system decides'),
  max_idle_time: hasNone('idle connections are kept for as long as is good for proxies in front'),
  query_page: hasNone(PAGES_WRITTEN_ANEW),
  response_page: hasNone(PAGES_WRITTEN_ANEW),
  error_page: hasNone(PAGES_WRITTEN_ANEW),
  virtual_hosts: hasNone(`it had no effect; see virtualHosts, and ${PAGES_WRITTEN_ANEW}`),
  enable_proxy: hasNone('it is always a proxy'),
  enable_trace: hasNone('TRACE is never answered'),
  headers: hasNone('set headers in the web server in front'),
  session_timeout_seconds: hasNone('there are no sessions'),
};

/** Objects that are left out as a whole. */
const OTHER_OBJECTS: Readonly<Record<string, string>> = {
  server_config: `${SERVERS_OWN}, and resolves all handles whatever allow_recursion says`,
  hdl_tcp_config: SERVERS_OWN,
  hdl_udp_config: SERVERS_OWN,
  hdl_tcp4_config: SERVERS_OWN,
  hdl_udp4_config: SERVERS_OWN,
  hdl_http4_config: 'there is one listener; :: as host takes IPv4 too',
  log_save_config: 'logs go to stdout and stderr; whoever collects them rotates them',
};

/** The language has no comments but this. */
const COMMENT = /^comment/i;

/**
 * Takes over what a config.dct file says: of a handle server, or of a client in `.handle`.
 *
 * @throws ImportError when the file cannot be read
 */
export function importDct(file: string, text: string, findings: Findings): void {
  for (const member of counting(file, readDct(text), findings)) {
    const { key, value, line } = member;
    const why = Object.hasOwn(OTHER_OBJECTS, key) ? OTHER_OBJECTS[key] : undefined;
    if (why !== undefined) leaveAll(file, member, why, findings);
    else if (key === 'hdl_http_config') importHttp(file, member, findings);
    else apply(CLIENT_RULES, value, { file, key, line }, findings);
  }
}

function importHttp(file: string, { key, value, line }: DctMember, findings: Findings): void {
  if (!isObject(value)) throw new ImportError(`${key} is no object`, line);
  for (const member of counting(file, value, findings, `${key}.`)) {
    const source = { file, key: `${key}.${member.key}`, line: member.line };
    apply(HTTP_RULES, member.value, source, findings, member.key);
  }
}

function leaveAll(
  file: string,
  { key, value, line }: DctMember,
  why: string,
  findings: Findings,
): void {
  if (!isObject(value) || value.members.length === 0) {
    findings.leave({ file, key, line }, why);
    return;
  }
  for (const member of counting(file, value, findings, `${key}.`)) {
    findings.leave({ file, key: `${key}.${member.key}`, line: member.line }, why);
  }
}

/** The members that are no comments and that none further down says again. */
function counting(
  file: string,
  { members }: DctObject,
  findings: Findings,
  before = '',
): DctMember[] {
  const said = members.filter(({ key }) => !COMMENT.test(key));
  const again = overruled(said);
  for (const [{ key, line }, by] of again) {
    findings.leave({ file, key: before + key, line }, saidAgain(by));
  }
  return said.filter((member) => !again.has(member));
}

function isObject(value: DctValue): value is DctObject {
  return typeof value !== 'string' && 'members' in value;
}

function apply(
  rules: Readonly<Record<string, Rule>>,
  value: DctValue,
  source: Source,
  findings: Findings,
  key = source.key,
): void {
  const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
  if (rule === undefined) findings.leave(source, 'the key is unknown');
  else rule(textOf(value), source, findings);
}

/** Lists as the comma lists of the other files; rules for objects do not look at them. */
function textOf(value: DctValue): string {
  if (typeof value === 'string') return value;
  return isObject(value) ? '' : value.map(textOf).join(',');
}
