import { type ConfigFile, readConfigFile } from './config-file.ts';
import type { Place } from './json-text.ts';
import { suggestion } from './nearest.ts';
import { SettingError } from './setting-error.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';
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

/** Who said what a setting is. */
export type Origin =
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string; readonly member: string; readonly place: Place }
  | { readonly kind: 'default' };

/** A setting as it holds. */
export interface EffectiveSetting {
  readonly name: SettingName;
  readonly value: unknown;
  readonly origin: Origin;
}

/** All settings in the order of their table, and everything that is wrong with what was given. */
export interface GatheredSettings {
  readonly settings: readonly EffectiveSetting[];
  readonly problems: readonly SettingError[];
  /** The path of the config file, as it was given; undefined where none was. */
  readonly configFile: string | undefined;
}

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

const NO_FILE: ConfigFile = { path: '', members: new Map(), problems: [] };

/** Puts the settings together: flag, then environment, then config file, then default. */
export function gatherSettings(sources: Sources): GatheredSettings {
  const problems: SettingError[] = [];
  const variables = readVariables(sources.environment, problems);
  const file = namedFile(sources, variables, problems);
  problems.push(...file.problems);
  const settings = SETTING_NAMES.map((name): EffectiveSetting => {
    const setting = SETTINGS[name] as Setting<unknown>;
    const flag = flagOf(name);
    const variable = variableOf(name);
    const member = file.members.get(name);
    const candidates = [
      member && fromFile(name, setting, file.path, member, problems),
      fromText(name, setting, variables.get(name), { kind: 'environment', variable }, problems),
      fromText(name, setting, sources.flags.get(name), { kind: 'flag', flag }, problems),
    ];
    const byDefault = { name, value: setting.default, origin: { kind: 'default' } } as const;
    return candidates.findLast((each) => each !== undefined) ?? byDefault;
  });
  return { settings, problems, configFile: configFileOf(sources.flags, variables) };
}

function fromText(
  name: SettingName,
  { kind }: Setting<unknown>,
  given: string | undefined,
  origin: Exclude<Origin, { kind: 'file' | 'default' }>,
  problems: SettingError[],
): EffectiveSetting | undefined {
  if (given === undefined) return undefined;
  const value = kind.fromText(given);
  if (value !== undefined) return { name, value, origin };
  const where = origin.kind === 'flag' ? `flag ${origin.flag}` : `variable ${origin.variable}`;
  const shown = kind.conceal === undefined ? JSON.stringify(given) : 'what stands';
  problems.push(
    new SettingError('bad-value', origin.kind, unfit(name, shown, where, kind.expected)),
  );
  return undefined;
}

function fromFile(
  name: SettingName,
  { kind }: Setting<unknown>,
  path: string,
  member: { readonly value: unknown; readonly place: Place },
  problems: SettingError[],
): EffectiveSetting | undefined {
  const value = kind.fromJson(member.value);
  const { place } = member;
  if (value !== undefined)
    return { name, value, origin: { kind: 'file', path, member: name, place } };
  const shown = kind.conceal === undefined ? JSON.stringify(member.value) : 'what stands';
  const message = unfit(name, shown, `config file ${path}`, kind.expected);
  problems.push(new SettingError('bad-value', 'file', message, place));
  return undefined;
}

function unfit(name: string, shown: string, where: string, expected: string): string {
  return `${name}: ${shown} in the ${where} will not do; expected ${expected}.`;
}

/** The settings among the environment variables. An empty variable counts as absent. */
function readVariables(
  environment: Sources['environment'],
  problems: SettingError[],
): Map<string, string> {
  const names = new Map([...SETTING_NAMES, CONFIG_FILE].map((name) => [variableOf(name), name]));
  const found = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(VARIABLE_PREFIX) || !value || isServiceLink(variable, value)) continue;
    const name = names.get(variable);
    if (name !== undefined) found.set(name, value);
    else {
      const message = `Unknown setting in the environment: ${variable}.${suggestion(variable, names.keys())}`;
      problems.push(new SettingError('unknown', 'environment', message));
    }
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

function configFileOf(
  flags: Sources['flags'],
  variables: ReadonlyMap<string, string>,
): string | undefined {
  return flags.get(CONFIG_FILE) ?? variables.get(CONFIG_FILE);
}

function namedFile(
  { flags, readFile }: Sources,
  variables: ReadonlyMap<string, string>,
  problems: SettingError[],
): ConfigFile {
  const flag = flags.get(CONFIG_FILE);
  const path = configFileOf(flags, variables);
  if (path === undefined) return NO_FILE;
  const givenBy =
    flag === undefined
      ? ({ source: 'environment', spelling: variableOf(CONFIG_FILE) } as const)
      : ({ source: 'flag', spelling: flagOf(CONFIG_FILE) } as const);
  try {
    return readConfigFile(path, readFile(path), givenBy, SETTING_NAMES);
  } catch (error) {
    problems.push(
      error instanceof SettingError
        ? error
        : new SettingError(
            'unreadable-file',
            givenBy.source,
            `config: ${path}, named by ${givenBy.spelling}, cannot be read: ${error instanceof Error ? error.message : error}`,
          ),
    );
    return NO_FILE;
  }
}
