import { describe, expect, it } from 'vitest';
import { SETTINGS, type Setting, settingsOf } from '../../src/config/settings.ts';
import { flagOf, variableOf } from '../../src/config/spelling.ts';

const ALL = Object.entries(SETTINGS) as [string, Setting<unknown>][];

describe('the settings', () => {
  it.each(ALL)('%s has a default of its own kind and one sentence about it', (_name, setting) => {
    const { kind, description } = setting;
    if (setting.default === undefined) expect(setting.defaultText).toBeDefined();
    else expect(kind.fromJson(setting.default)).toEqual(setting.default);
    expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it.each(ALL)('%s can be written in three ways', (name) => {
    expect(flagOf(name)).toMatch(/^--[a-z]+(-[a-z]+)*$/);
    expect(variableOf(name)).toMatch(/^HDL_EDGE_[A-Z]+(_[A-Z]+)*$/);
  });

  it('are the same for demo as for serve, and some more', () => {
    expect(settingsOf('demo')).toEqual(expect.arrayContaining(settingsOf('serve')));
  });

  it('spells adminPort as --admin-port and HDL_EDGE_ADMIN_PORT', () => {
    expect([flagOf('adminPort'), variableOf('adminPort')]).toEqual([
      '--admin-port',
      'HDL_EDGE_ADMIN_PORT',
    ]);
  });
});
