import { COMMAND_NAMES, COMMANDS } from '../../src/cli/commands.ts';
import { type CommandName, settingsOf } from '../../src/config/settings.ts';
import { flagOf } from '../../src/config/spelling.ts';

const HEAD = `# Commands

What \`hdl-edge COMMAND --help\` prints, on one page. Beside these flags commands take
[settings](../README.md#settings), as flags too. \`npm run docs\` writes this page from the sources, and a
test compares it with them.
`;

/** The page about commands, as the sources say it. */
export function commandsPage(): string {
  return [HEAD, ...COMMAND_NAMES.map(section)].join('\n');
}

function section(name: CommandName): string {
  const { summary, operands, explanation, options, examples, exitStatuses } = COMMANDS[name];
  const flags = Object.entries(options).map(([option, { kind, description }]) => [
    kind.bare === undefined ? `\`${flagOf(option)} ${kind.placeholder}\`` : `\`${flagOf(option)}\``,
    description,
  ]);
  const settings = settingsOf(name).map((setting) => `\`${setting}\``);
  return [
    `## ${name}`,
    '',
    `\`hdl-edge ${name} ${operands}\`: ${summary}.`,
    ...explanation.flatMap((paragraph) => ['', paragraph]),
    ...(flags.length === 0 ? [] : ['', ...table(['flag', 'does'], flags)]),
    ...(settings.length === 0 ? [] : ['', `Settings: ${settings.join(', ')}.`]),
    '',
    ...table(
      ['for example', 'does'],
      examples.map(([command, effect]) => [`\`${command}\``, effect]),
    ),
    '',
    ...table(
      ['exit status', 'means'],
      exitStatuses.map(([status, meaning]) => [String(status), meaning]),
    ),
    '',
  ].join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [heads, heads.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
}
