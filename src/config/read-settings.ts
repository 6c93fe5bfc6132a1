import type { Kind } from './kind.ts';
import { suggestion } from './nearest.ts';
import { SettingError } from './setting-error.ts';
import { SETTINGS, type Setting, type SettingName, type Settings } from './settings.ts';
import { flagOf, VARIABLE_PREFIX, variableOf } from './spelling.ts';

/** Where settings come from. */
export interface Sources {
  /** The text of each setting given as a flag, by setting name. */
  readonly flags: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** @throws when the file cannot be read */
  readonly readFile: (path: string) => string;
}

/** The name under which the config file itself is given: as a flag or a variable. */
export const CONFIG_FILE = 'config';

/**
 * Puts the settings together: flag, then environment, then config file, then default.
 *
 * @throws {SettingError} for an unknown or bad setting in any of the sources
 */
export function readSettings(sources: Sources): Settings {
  const variables = readVariables(sources.environment);
  const file = readConfigFile(sources, variables);
  const entries = Object.entries(SETTINGS as Record<string, Setting<unknown>>);
  return Object.fromEntries(
    entries.map(([name, setting]) => {
      const fromFile = valueInFile(name, setting, file);
      const fromVariable = valueInText(name, setting, variables.get(name), 'environment');
      const fromFlag = valueInText(name, setting, sources.flags.get(name), 'flag');
      return [name, fromFlag ?? fromVariable ?? fromFile ?? setting.default];
    }),
  ) as Settings;
}

function valueInText(
  name: string,
  { kind }: Setting<unknown>,
  given: string | undefined,
  source: 'environment' | 'flag',
): unknown {
  if (given === undefined) return undefined;
  const value = kind.fromText(given);
  if (value !== undefined) return value;
  const where = source === 'flag' ? `flag ${flagOf(name)}` : `variable ${variableOf(name)}`;
  throw badValue(name, source, where, shown(given, kind), kind.expected);
}

function valueInFile(name: string, { kind }: Setting<unknown>, file: ConfigFile): unknown {
  const given = file.members[name];
  if (given === undefined) return undefined;
  const value = kind.fromJson(given);
  if (value !== undefined) return value;
  throw badValue(name, 'file', `config file ${file.path}`, shown(given, kind), kind.expected);
}

/** The settings among the environment variables. An empty variable counts as absent. */
function readVariables(environment: Sources['environment']): Map<string, string> {
  const names = new Map([...NAMES, CONFIG_FILE].map((name) => [variableOf(name), name]));
  const found = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(VARIABLE_PREFIX) || !value || isServiceLink(variable, value)) continue;
    const name = names.get(variable);
    if (name === undefined) {
      throw new SettingError(
        'unknown',
        'environment',
        `Unknown setting in the environment: ${variable}.${suggestion(variable, names.keys())}`,
      );
    }
    found.set(name, value);
  }
  return found;
}

/**
 * Kubernetes gives every container variables about each service of its namespace; for a service
 * called `hdl-edge` they look like settings of ours (`HDL_EDGE_PORT=tcp://10.0.0.1:8080`).
 */
function isServiceLink(variable: string, value: string): boolean {
  const rest = variable.slice(VARIABLE_PREFIX.length);
  return (
    /^(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)$/.test(rest) ||
    (rest === 'PORT' && /^(tcp|udp|sctp):\/\//.test(value))
  );
}

interface ConfigFile {
  readonly path: string;
  readonly members: Readonly<Record<string, unknown>>;
}

function readConfigFile(sources: Sources, variables: ReadonlyMap<string, string>): ConfigFile {
  const flag = sources.flags.get(CONFIG_FILE);
  const path = flag ?? variables.get(CONFIG_FILE);
  if (path === undefined) return { path: '', members: {} };
  const source = flag === undefined ? 'environment' : 'flag';
  const given = source === 'flag' ? flagOf(CONFIG_FILE) : variableOf(CONFIG_FILE);
  const unreadable = (what: string, cause: unknown) =>
    new SettingError(
      'unreadable-file',
      source,
      `config: ${path}, named by ${given}, ${what}: ${cause instanceof Error ? cause.message : cause}`,
    );
  let text: string;
  try {
    text = sources.readFile(path);
  } catch (error) {
    throw unreadable('cannot be read', error);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unreadable('is not JSON', error);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw unreadable('holds no settings', 'expected a JSON object such as {"port": 8080}');
  }
  for (const member of Object.keys(json)) {
    if (!NAMES.includes(member as SettingName)) {
      throw new SettingError(
        'unknown',
        'file',
        `Unknown setting in the config file ${path}: ${member}.${suggestion(member, NAMES)}`,
      );
    }
  }
  return { path, members: json as Record<string, unknown> };
}

/** Errors end up in logs. */
function shown(given: unknown, { conceal }: Kind<unknown>): string {
  return conceal === undefined ? JSON.stringify(given) : 'what stands';
}

const NAMES = Object.keys(SETTINGS) as SettingName[];

function badValue(
  name: string,
  source: SettingError['source'],
  where: string,
  given: string,
  expected: string,
): SettingError {
  return new SettingError(
    'bad-value',
    source,
    `${name}: ${given} in the ${where} will not do; expected ${expected}.`,
  );
}
