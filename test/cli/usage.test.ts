import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultText, SETTINGS, type Setting, settingsOf } from '../../src/config/settings.ts';
import { flagOf } from '../../src/config/spelling.ts';
import { outcome } from './program.ts';
import { temporaryFile } from './temporary-file.ts';

const COMMANDS = ['serve', 'demo', 'resolve', 'load', 'config', 'import', 'sites'] as const;

describe('hdl-edge', () => {
  it('names its commands with --help', async () => {
    const { status, stdout, stderr } = await outcome(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command} `);
  });

  it('tells the version of its package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await outcome(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  it('explains itself on stderr when it is given nothing to do', async () => {
    const { status, stdout, stderr } = await outcome([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: hdl-edge COMMAND');
  });

  it('suggests the command that was meant', async () => {
    const { status, stderr } = await outcome(['reslove', '20.500.1/abc']);
    expect(status).toBe(2);
    expect(stderr).toContain('Unknown command: reslove. Did you mean resolve?');
  });

  it.each(COMMANDS)('explains %s with every flag and its default', async (command) => {
    const { status, stdout } = await outcome([command, '--help']);
    expect(status).toBe(0);
    const words = stdout.replace(/\s+/g, ' ');
    const headings = settingsOf(command).length > 0 ? ['Settings:'] : [];
    for (const heading of ['Usage:', ...headings, 'Examples:', 'Exit status:']) {
      expect(words).toContain(heading);
    }
    for (const name of settingsOf(command)) {
      const setting = SETTINGS[name] as Setting<unknown>;
      expect(words).toContain(`${flagOf(name)} ${setting.kind.placeholder} `);
      expect(words).toContain(`${setting.description} Default: ${defaultText(setting)}.`);
    }
  });

  it('keeps the help within the width of a terminal', async () => {
    const texts = await Promise.all(COMMANDS.map((command) => outcome([command, '--help'])));
    const wide = texts.flatMap(({ stdout }) => stdout.split('\n').filter((l) => l.length > 100));
    expect(wide).toEqual([]);
  });
});

describe('a bad setting', () => {
  it.each(['serve', 'demo'])('ends %s with status 2 and its name', async (command) => {
    const { status, stdout, stderr } = await outcome([command, '--port', 'http']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('port: "http" in the flag --port');
  });

  it('is wrong usage for resolve when it is a flag, and a setting when it is a variable', async () => {
    const flag = await outcome(['resolve', '20.500.1/abc', '--trust', 'none']);
    expect(flag.status).toBe(64);
    const environment = { HDL_EDGE_TRUST: 'none' };
    const variable = await outcome(['resolve', '20.500.1/abc'], { environment });
    expect(variable.status).toBe(2);
    expect(variable.stderr).toContain('HDL_EDGE_TRUST');
  });

  it('may stand in the config file', async () => {
    const config = temporaryFile('config.json', '{"port": "8080"}');
    const { status, stderr } = await outcome(['serve', '--config', config]);
    expect(status).toBe(2);
    expect(stderr).toContain(`port: "8080" in the config file ${config}`);
  });

  it.each([
    ['an unknown flag', ['serve', '--prot', '80'], 2, 'Unknown flag: --prot. Did you mean --port?'],
    ['a flag without its value', ['serve', '--port'], 2, '--port needs a value'],
    ['an operand too many', ['demo', '8080'], 2, 'Too much: 8080.'],
    ['no handle', ['resolve'], 64, 'Which handle?'],
    ['two handles', ['resolve', '20.1/a', '20.1/b'], 64, 'Too much: 20.1/b.'],
    ['an index that is none', ['resolve', '20.1/a', '--index', 'x'], 64, '--index: "x"'],
    ['a flag of another command', ['resolve', '20.1/a', '--port', '1'], 64, 'Unknown flag: --port'],
  ])('may be %s', async (_name, given, expected, says) => {
    const { status, stdout, stderr } = await outcome(given);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toContain(says);
  });

  it.each([
    ['bootstrap', ['serve', '--bootstrap', '/nowhere/bootstrap.json']],
    ['bootstrap', ['resolve', '20.1/a', '--bootstrap', '/nowhere/bootstrap.json']],
    ['records', ['demo', '--records', '/nowhere/records.json']],
    ['templates', ['serve', '--templates', '/nowhere']],
    ['config', ['serve', '--config', '/nowhere/config.json']],
  ])('may be a file that is not there: %s', async (name, given) => {
    const { status, stderr } = await outcome(given);
    expect(status).toBe(2);
    expect(stderr).toContain(`hdl-edge: ${name}: /nowhere`);
  });
});
