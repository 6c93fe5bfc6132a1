import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatherSettings } from '../../src/config/gather-settings.ts';
import { settingsIn } from '../../src/config/settings-in.ts';

const UNIT = 'deploy/systemd/hdl-edge.service';
const unit = readFileSync(UNIT, 'utf8');
const START =
  /^ExecStart=\/usr\/bin\/node \/usr\/lib\/node_modules\/hdl-edge\/(\S+) serve --config (\S+)$/m;

const MISSING =
  process.env.HDL_EDGE_REQUIRE_ALL !== '1' &&
  spawnSync('systemd-analyze', ['--version']).error !== undefined;

/** The highest exposure, in tenths of systemd's scale from 0 to 10. */
const MOST_EXPOSURE = 20;

describe('the systemd unit', () => {
  it('starts the program of the package', () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      bin: { 'hdl-edge': string };
    };
    expect(START.exec(unit)?.[1]).toBe(bin['hdl-edge']);
  });

  it('names a config file, of which there is an example with settings that there are', () => {
    const path = START.exec(unit)?.[2] ?? '';
    const settings = settingsIn(
      gatherSettings({
        flags: new Map([['config', path]]),
        environment: {},
        readFile: () => readFileSync('deploy/systemd/config.json', 'utf8'),
      }),
    );
    expect(settings.publicUrl).toBe('https://id.example.org');
    expect(path).toBe('/etc/hdl-edge/config.json');
  });

  it.each([
    'DynamicUser=yes',
    'CapabilityBoundingSet=',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'PrivateUsers=yes',
    'ProtectKernelModules=yes',
    'RestrictNamespaces=yes',
    'SystemCallFilter=@system-service',
  ])('keeps %s', (line) => {
    expect(unit.split('\n')).toContain(line);
  });

  it('stays away where the engine compiles', () => {
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m);
  });

  it('is not started again with a bad setting', () => {
    expect(unit).toContain('RestartPreventExitStatus=2');
  });

  it('is exposed little in the eyes of systemd', ({ skip }) => {
    skip(MISSING, 'there is no systemd-analyze');
    const { status, stdout, stderr } = spawnSync(
      'systemd-analyze',
      ['security', '--offline=yes', `--threshold=${MOST_EXPOSURE}`, '--no-pager', UNIT],
      { encoding: 'utf8' },
    );
    expect(status, stdout.slice(-200) + stderr).toBe(0);
    expect(stderr).toBe('');
  });
});
