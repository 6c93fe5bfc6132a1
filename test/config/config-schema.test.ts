import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/config-schema.ts';
import { SETTINGS, type Setting } from '../../src/config/settings.ts';

const validate = new Ajv({ strictTypes: false }).compile(configSchema());
const SETTING_LIST = Object.entries(SETTINGS as Record<string, Setting<unknown>>);

/** Something of every sort that some setting takes. */
const SAMPLES: readonly unknown[] = [
  ...[true, false, 0, 1, 80, 300, 70_000, -1, 1.5, null, '', 'text', 'udp', 'de', 'pt-BR', 'off'],
  ...['services', 'json', 'info', 'Forwarded', 'mailto:a@example.org', 'https://id.example.org'],
  'redis://cache.example.org:6379',
  ...[[], ['udp'], ['10.0.0.0/8'], ['name'], [1], {}, { 'id.example.org': { siteTitle: 'A' } }],
  ...[{ 'id.example.org': { locattShortcuts: ['a'], templates: 'b' } }, { 'id.example.org': 1 }],
];

describe('the schema of config files', () => {
  it('stands in the package as it is; `npm run schema` writes it', () => {
    expect(JSON.parse(readFileSync('config.schema.json', 'utf8'))).toEqual(configSchema());
  });

  it.each(SETTING_LIST)('takes every value of %s that a config file may have', (name, { kind }) => {
    const good = SAMPLES.filter((sample) => kind.fromJson(sample) !== undefined);
    expect(good).not.toEqual([]);
    expect(good.filter((sample) => !validate({ [name]: sample }))).toEqual([]);
  });

  it.each([
    { prot: 80 },
    { port: '80' },
    { port: 65_536 },
    { trust: 'some' },
    { upstreamProtocols: [] },
    { upstreamProtocols: ['smtp'] },
    { networkOnly: 'true' },
    { virtualHosts: { 'id.example.org': { port: 80 } } },
    [],
  ])('refuses %j', (config) => {
    expect(validate(config)).toBe(false);
  });

  it('may be named in the file itself', () => {
    expect(validate({ $schema: './config.schema.json', port: 80 })).toBe(true);
  });
});
