import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/commands.ts';
import { defaultText, SETTINGS, type Setting, settingsOf } from '../../src/config/settings.ts';

/** Those that use any setting at all; `config` only tells about them. */
const WITH_SETTINGS = COMMAND_NAMES.filter(
  (command) => command !== 'config' && settingsOf(command).length > 0,
);

/** The table as the schema says it. */
function settingsTable(): string {
  const rows = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(
    ([name, setting]) => {
      const all = WITH_SETTINGS.every((command) => setting.commands.includes(command));
      const commands = all ? 'all' : setting.commands.join(', ');
      const fallback = setting.defaultText ?? `\`${defaultText(setting)}\``;
      return `| \`${name}\` | ${fallback} | ${setting.description} | ${commands} |`;
    },
  );
  return ['| setting | default | what it is | commands |', '|---|---|---|---|', ...rows].join('\n');
}

describe('the table of settings in the README', () => {
  it('says what the schema says', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [, table] = /<!-- settings -->\n(.*?)\n<!-- \/settings -->/s.exec(readme) ?? [];
    expect(table).toBe(settingsTable());
  });
});
