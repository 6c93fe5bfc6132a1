import { describe, expect, it } from 'vitest';
import { type GatheredSettings, gatherSettings } from '../../src/config/gather-settings.ts';

function gather(
  file: string,
  flags: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): GatheredSettings {
  return gatherSettings({
    flags: new Map(Object.entries({ ...flags, config: 'my.json' })),
    environment,
    readFile: () => file,
  });
}

const originsOf = ({ settings }: GatheredSettings) =>
  Object.fromEntries(settings.map(({ name, origin }) => [name, origin]));

describe('gatherSettings', () => {
  it('says who said what', () => {
    const origins = originsOf(
      gather('{\n  "trust": "off",\n  "host": "::"\n}', { port: '1' }, { HDL_EDGE_HOST: '::1' }),
    );
    expect(origins).toMatchObject({
      port: { kind: 'flag', flag: '--port' },
      host: { kind: 'environment', variable: 'HDL_EDGE_HOST' },
      trust: { kind: 'file', path: 'my.json', member: 'trust', place: { line: 2, column: 3 } },
      templates: { kind: 'default' },
    });
  });

  it('finds everything that is wrong, in every source', () => {
    const { problems } = gather(
      '{\n  "prot": 80,\n  "trust": "some",\n  "port": 1, "port": 2\n}',
      { httpMaxAge: 'long' },
      { HDL_EDGE_HOTS: 'x', HDL_EDGE_LOG_LEVEL: 'loud' },
    );
    expect(problems.map(({ code, source, place }) => [code, source, place?.line])).toEqual([
      ['unknown', 'environment', undefined],
      ['repeated', 'file', 4],
      ['unknown', 'file', 2],
      ['bad-value', 'flag', undefined],
      ['bad-value', 'file', 3],
      ['bad-value', 'environment', undefined],
    ]);
  });

  it('lets a file name its schema', () => {
    expect(gather('{"$schema": "config.schema.json"}').problems).toEqual([]);
  });

  it('tells where the file stops being JSON', () => {
    const [problem] = gather('{\n"port" 1}').problems;
    expect(problem).toMatchObject({ code: 'unreadable-file', place: { line: 2, column: 8 } });
  });

  it('reads no file that is far too large', () => {
    const [problem] = gather(`{${' '.repeat(1_048_576)}}`).problems;
    expect(problem?.message).toContain('too large');
  });
});
