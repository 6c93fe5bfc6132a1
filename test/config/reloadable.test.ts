import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatherSettings } from '../../src/config/gather-settings.ts';
import { RELOADABLE, settingChanges } from '../../src/config/reloadable.ts';
import type { Settings } from '../../src/config/settings.ts';
import { settingsIn } from '../../src/config/settings-in.ts';

function settings(file: Partial<Settings>): Settings {
  const readFile = () => JSON.stringify(file);
  return settingsIn(
    gatherSettings({ flags: new Map([['config', 'a']]), environment: {}, readFile }),
  );
}

describe('the settings that change while the program runs', () => {
  it('are told from those that need a restart', () => {
    const before = settings({ port: 1, maxRequests: 5 });
    const read = settings({ port: 2, maxRequests: 6, trustedProxies: ['10.0.0.0/8'] });
    const changes = settingChanges(before, before, read);
    expect(changes.applied).toEqual(['maxRequests', 'trustedProxies']);
    expect(changes.waiting).toEqual(['port']);
    expect(changes.settings).toEqual({ ...read, port: 1 });
  });

  it('are told once, although what needs a restart does not hold yet', () => {
    const holding = settings({ port: 1 });
    const seen = settings({ port: 2 });
    expect(settingChanges(holding, seen, seen)).toMatchObject({ applied: [], waiting: [] });
  });

  it('are those that the documentation names', () => {
    const [, names = ''] =
      /<!-- reloadable -->(.*?)<!-- \/reloadable -->/s.exec(
        readFileSync('docs/settings.md', 'utf8'),
      ) ?? [];
    expect([...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual([...RELOADABLE]);
  });
});
