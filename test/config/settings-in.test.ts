import { describe, expect, it } from 'vitest';
import { gatherSettings, type Sources } from '../../src/config/gather-settings.ts';
import { SettingError } from '../../src/config/setting-error.ts';
import { settingsIn } from '../../src/config/settings-in.ts';

const readSettings = (sources: Sources) => settingsIn(gatherSettings(sources));

interface Given {
  readonly flags?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly file?: unknown;
}

function read({ flags = {}, environment = {}, file }: Given) {
  return readSettings({
    flags: new Map(Object.entries(file === undefined ? flags : { ...flags, config: 'my.json' })),
    environment,
    readFile: () => JSON.stringify(file),
  });
}

function refusal(given: Given): SettingError {
  try {
    read(given);
  } catch (error) {
    if (error instanceof SettingError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the settings that hold', () => {
  it('takes the defaults when nothing is given', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      httpMaxAge: 3600,
      bootstrap: undefined,
      upstreamProtocols: ['udp', 'tcp', 'http'],
      accessLog: 'off',
      networkOnly: false,
    });
  });

  it('prefers the flag to the variable, the variable to the file, the file to the default', () => {
    const everywhere = {
      flags: { port: '1001' },
      environment: { HDL_EDGE_PORT: '1002', HDL_EDGE_HOST: '192.0.2.2' },
      file: { port: 1003, host: '192.0.2.3', httpMaxAge: 3 },
    };
    expect(read(everywhere)).toMatchObject({
      port: 1001,
      host: '192.0.2.2',
      httpMaxAge: 3,
      logLevel: 'info',
    });
  });

  it('reads a list as commas in text and as an array in the file', () => {
    const list = ['tcp', 'udp'];
    expect(read({ flags: { upstreamProtocols: 'tcp,udp' } }).upstreamProtocols).toEqual(list);
    expect(
      read({ environment: { HDL_EDGE_UPSTREAM_PROTOCOLS: 'tcp, udp' } }).upstreamProtocols,
    ).toEqual(list);
    expect(read({ file: { upstreamProtocols: list } }).upstreamProtocols).toEqual(list);
  });

  it('reads allowPrivateUpstreams as true, false or a list', () => {
    const allowed = (text: string) =>
      read({ flags: { allowPrivateUpstreams: text } }).allowPrivateUpstreams;
    expect(allowed('true')).toBe(true);
    expect(allowed('false')).toBe(false);
    expect(allowed('10.0.0.0/8,192.168.1.1:2641')).toEqual(['10.0.0.0/8', '192.168.1.1:2641']);
    expect(read({}).allowPrivateUpstreams).toBeUndefined();
  });

  it('takes the config file from the environment too', () => {
    const settings = readSettings({
      flags: new Map(),
      environment: { HDL_EDGE_CONFIG: '/etc/hdl-edge.json' },
      readFile: (path) => JSON.stringify({ host: path }),
    });
    expect(settings.host).toBe('/etc/hdl-edge.json');
  });

  it('treats an empty variable as absent', () => {
    expect(read({ environment: { HDL_EDGE_PORT: '' } }).port).toBe(8080);
  });

  it('passes over the variables that Kubernetes makes for a service called hdl-edge', () => {
    const environment = {
      HDL_EDGE_PORT: 'tcp://10.0.0.7:8080',
      HDL_EDGE_PORT_8080_TCP: 'tcp://10.0.0.7:8080',
      HDL_EDGE_PORT_8080_TCP_ADDR: '10.0.0.7',
      HDL_EDGE_SERVICE_HOST: '10.0.0.7',
      HDL_EDGE_SERVICE_PORT_HTTP: '8080',
    };
    expect(read({ environment }).port).toBe(8080);
  });

  it.each([
    { given: { flags: { port: 'abc' } }, says: ['port', '"abc"', '--port', '65535'] },
    { given: { flags: { port: '65536' } }, says: ['port', '"65536"', '0 to 65535'] },
    { given: { flags: { port: '80.5' } }, says: ['port', 'whole number'] },
    {
      given: { environment: { HDL_EDGE_TRUST: 'some' } },
      says: ['trust', '"some"', 'HDL_EDGE_TRUST', 'off, services, all'],
    },
    { given: { file: { port: '80' } }, says: ['port', '"80"', 'my.json', 'whole number'] },
    { given: { file: { networkOnly: 'true' } }, says: ['networkOnly', 'true or false'] },
    { given: { flags: { upstreamProtocols: 'udp,smtp' } }, says: ['upstreamProtocols', 'smtp'] },
    { given: { flags: { publicUrl: 'id.example.org' } }, says: ['publicUrl', 'http'] },
    { given: { flags: { publicUrl: 'https://id.example.org/?a' } }, says: ['publicUrl', 'query'] },
    {
      given: { flags: { allowPrivateUpstreams: '10.0.0.0/33' } },
      says: ['allowPrivateUpstreams', '10.0.0.0/33'],
    },
  ])('refuses a bad value and says where it stands: $says', ({ given, says }) => {
    const { code, message } = refusal(given);
    expect(code).toBe('bad-value');
    for (const words of says) expect(message).toContain(words);
  });

  it('refuses unknown variables and file members, and suggests what may have been meant', () => {
    const variable = refusal({ environment: { HDL_EDGE_PROT: '80' } });
    expect(variable).toMatchObject({ code: 'unknown', source: 'environment' });
    expect(variable.message).toContain('HDL_EDGE_PROT. Did you mean HDL_EDGE_PORT?');
    const member = refusal({ file: { publicURL: 'x' } });
    expect(member).toMatchObject({ code: 'unknown', source: 'file' });
    expect(member.message).toContain('my.json: publicURL. Did you mean publicUrl?');
  });

  it.each([{ file: [] }, { file: null }, { file: 'port' }])(
    'refuses a config file that holds $file',
    ({ file }) => {
      expect(refusal({ file })).toMatchObject({ code: 'unreadable-file', source: 'flag' });
    },
  );

  it('names the config file that is not JSON or cannot be read', () => {
    const from = (readFile: () => string) => () =>
      readSettings({ flags: new Map([['config', 'a.json']]), environment: {}, readFile });
    expect(from(() => '{')).toThrow(/config: a\.json, named by --config, is not JSON/);
    expect(
      from(() => {
        throw new Error('no such file');
      }),
    ).toThrow(/a\.json, named by --config, cannot be read: no such file/);
  });
});
