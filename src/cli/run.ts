import { readFileSync } from 'node:fs';
import { CONFIG_FILE, type GatheredSettings, gatherSettings } from '../config/gather-settings.ts';
import { type Kind, text } from '../config/kind.ts';
import { suggestion } from '../config/nearest.ts';
import { SettingError } from '../config/setting-error.ts';
import { type CommandName, SETTINGS, type Settings, settingsOf } from '../config/settings.ts';
import { settingsIn } from '../config/settings-in.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { COMMAND_NAMES, COMMANDS } from './commands.ts';
import { commandHelp, generalHelp } from './help.ts';
import { StartError } from './start-error.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** What a command is started with. */
export interface Invocation {
  readonly settings: Settings;
  /** Reads the settings again, with the same flags and environment. */
  readonly gather: () => GatheredSettings;
  /** The command's own flags as they were read, by name. */
  readonly options: ReadonlyMap<string, unknown>;
  readonly operands: readonly string[];
  readonly terminal: Terminal;
}

/**
 * Runs one command line.
 *
 * @returns the exit status, when all work is done and everything is closed
 */
export async function run(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  const [word = '', ...rest] = given;
  if (['--help', '-h', 'help', ''].includes(word)) {
    const about = COMMAND_NAMES.find((name) => name === rest[0]);
    const help = about === undefined ? generalHelp() : commandHelp(about);
    if (word === '') terminal.err(help);
    else terminal.out(help);
    return word === '' ? 2 : 0;
  }
  if (word === '--version' || word === '-v') {
    terminal.out(packageVersion());
    return 0;
  }
  const name = COMMAND_NAMES.find((candidate) => candidate === word);
  if (name === undefined) {
    const what = word.startsWith('-') ? 'The command comes first, not' : 'Unknown command:';
    terminal.err(`hdl-edge: ${what} ${word}.${suggestion(word, COMMAND_NAMES)}`);
    terminal.err(`The commands are ${COMMAND_NAMES.join(', ')}; see hdl-edge --help.`);
    return 2;
  }
  if (asksForHelp(rest)) {
    terminal.out(commandHelp(name));
    return 0;
  }
  try {
    return await start(name, readInvocation(name, rest, environment, terminal));
  } catch (error) {
    return explain(error, name, terminal);
  }
}

function asksForHelp(rest: readonly string[]): boolean {
  const end = rest.indexOf('--');
  const flags = end < 0 ? rest : rest.slice(0, end);
  return flags.includes('--help') || flags.includes('-h');
}

function readInvocation(
  name: CommandName,
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Invocation {
  const { options, operandCount } = COMMANDS[name];
  const kinds = new Map<string, Kind<unknown>>([[CONFIG_FILE, text('FILE')]]);
  for (const [option, { kind }] of Object.entries(options)) kinds.set(option, kind);
  for (const setting of settingsOf(name)) kinds.set(setting, SETTINGS[setting].kind);
  const { flags, operands } = parseArguments(given, kinds);
  if (operands.length > operandCount) {
    throw new UsageError(`Too much: ${operands.slice(operandCount).join(' ')}.`);
  }
  const gather = () =>
    gatherSettings({ flags, environment, readFile: (path) => readFileSync(path, 'utf8') });
  const gathered = gather();
  return {
    // Whoever wants to know what is wrong must not be sent away because something is.
    settings: settingsIn(name === 'config' ? { ...gathered, problems: [] } : gathered),
    gather,
    options: readOptions(name, flags),
    operands,
    terminal,
  };
}

function readOptions(name: CommandName, flags: Arguments['flags']): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [option, { kind }] of Object.entries(COMMANDS[name].options)) {
    const given = flags.get(option);
    if (given === undefined) continue;
    const value = kind.fromText(given);
    if (value === undefined) {
      throw new UsageError(`--${option}: ${JSON.stringify(given)}; expected ${kind.expected}.`);
    }
    values.set(option, value);
  }
  return values;
}

/** Each command is loaded only when it runs: a look-up needs no HTTP server. */
async function start(name: CommandName, invocation: Invocation): Promise<number> {
  switch (name) {
    case 'serve':
      return (await import('./serve.ts')).serve(invocation);
    case 'demo':
      return (await import('./demo.ts')).demo(invocation);
    case 'resolve':
      return (await import('./resolve.ts')).resolve(invocation);
    case 'load':
      return (await import('./load.ts')).load(invocation);
    case 'sites':
      return (await import('./list-sites.ts')).listSites(invocation);
    case 'import':
      return (await import('./import.ts')).importFiles(invocation);
    case 'config':
      return (await import('./config.ts')).config(invocation);
  }
}

function explain(error: unknown, name: CommandName, terminal: Terminal): number {
  if (error instanceof StartError) {
    terminal.err(`hdl-edge: ${error.message}`);
    return error.exitStatus;
  }
  if (error instanceof UsageError || error instanceof SettingError) {
    const place = error instanceof SettingError ? error.place : undefined;
    const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
    terminal.err(`hdl-edge: ${error.message}${where}`);
    terminal.err(`See hdl-edge ${name} --help.`);
    const isFlag = error instanceof UsageError || error.source === 'flag';
    return isFlag ? COMMANDS[name].wrongUsage : 2;
  }
  terminal.err(`hdl-edge: ${error instanceof Error ? error.stack : error}`);
  return COMMANDS[name].failure;
}
