import { CONFIG_FILE } from '../config/gather-settings.ts';
import {
  type CommandName,
  defaultText,
  SETTINGS,
  type Setting,
  settingsOf,
} from '../config/settings.ts';
import { flagOf, variableOf } from '../config/spelling.ts';
import { COMMAND_NAMES, COMMANDS } from './commands.ts';
import { columns, wrap } from './terminal.ts';

const WIDTH = 96;

/** What `hdl-edge --help` prints. */
export function generalHelp(): string {
  const commands = COMMAND_NAMES.map((name) => [`  ${name}`, COMMANDS[name].summary]);
  return [
    'hdl-edge resolves handles (https://www.handle.net) over HTTP: it finds the record of a',
    'handle by the native handle protocol and redirects to the location that suits the visitor.',
    '',
    'Usage: hdl-edge COMMAND [flags]',
    '',
    'Commands:',
    ...columns(commands),
    '',
    'New here? “hdl-edge demo” needs no internet and prints links to try.',
    '“hdl-edge COMMAND --help” explains a command and its flags; “hdl-edge --version” tells the version.',
  ].join('\n');
}

/** What `hdl-edge COMMAND --help` prints. */
export function commandHelp(name: CommandName): string {
  const command = COMMANDS[name];
  return [
    `hdl-edge ${name}: ${command.summary}`,
    '',
    `Usage: hdl-edge ${name} ${command.operands}`,
    ...command.explanation.flatMap((paragraph) => ['', ...wrap(paragraph, WIDTH)]),
    ...section('Flags', optionRows(name)),
    ...(settingsOf(name).length === 0 ? [] : settingsHelp(name)),
    ...section('Examples', command.examples),
    ...section(
      'Exit status',
      command.exitStatuses.map(([status, meaning]) => [String(status), meaning]),
    ),
  ].join('\n');
}

function settingsHelp(name: CommandName): string[] {
  return [
    ...section('Settings', settingRows(name)),
    '',
    ...wrap(
      `A setting may also stand in the environment (${flagOf('httpMaxAge')} as ${variableOf('httpMaxAge')}) or in the config file (as httpMaxAge); the flag wins, then the environment, then the file. A list is repeated or separated by commas.`,
      WIDTH,
    ),
  ];
}

function optionRows(name: CommandName): string[][] {
  const options = Object.entries(COMMANDS[name].options);
  return [
    ...options.map(([option, { kind, description }]) => [
      kind.bare === undefined ? `${flagOf(option)} ${kind.placeholder}` : flagOf(option),
      description,
    ]),
    ['--help', 'Prints this text.'],
  ];
}

function settingRows(name: CommandName): string[][] {
  const settings = settingsOf(name).map((setting) => {
    const { kind, description } = SETTINGS[setting];
    const fallback = defaultText(SETTINGS[setting] as Setting<unknown>);
    return [`${flagOf(setting)} ${kind.placeholder}`, `${description} Default: ${fallback}.`];
  });
  return [
    ...settings,
    [`${flagOf(CONFIG_FILE)} FILE`, 'JSON file with settings by name. Default: none.'],
  ];
}

/** A heading and its entries: the name on a line of its own where it is too long for a column. */
function section(heading: string, rows: readonly (readonly string[])[]): string[] {
  const longest = Math.min(COLUMN, Math.max(...rows.map(([left = '']) => left.length)));
  return [
    '',
    `${heading}:`,
    ...rows.flatMap(([left = '', right = '']) => {
      const lines = wrap(right, WIDTH - longest - 5);
      const first = left.length <= longest ? `${left.padEnd(longest)}   ${lines.shift()}` : left;
      return [first, ...lines.map((line) => ' '.repeat(longest + 3) + line)].map(
        (line) => `  ${line}`,
      );
    }),
  ];
}

/** Longer names stand above their description. */
const COLUMN = 34;
