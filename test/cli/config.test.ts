import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/config-schema.ts';
import { outcome } from './program.ts';
import { temporaryFile } from './temporary-file.ts';

const file = (content: string) => temporaryFile('hdl-edge.json', content);

describe('hdl-edge config', () => {
  it('prints every setting with its value and who said so', async () => {
    const path = file('{\n  "httpMaxAge": 60\n}');
    const { status, stdout } = await outcome(['config', '--config', path, '--port', '80'], {
      environment: { HDL_EDGE_TRUST: 'all' },
    });
    expect(status).toBe(0);
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['port', '80', '--port']);
    expect(rows).toContainEqual(['trust', 'all', 'HDL_EDGE_TRUST']);
    expect(rows).toContainEqual(['httpMaxAge', '60', `${path}:2 httpMaxAge`]);
    expect(rows).toContainEqual(['upstreamProtocols', 'udp,tcp,http', 'default']);
    expect(rows).toContainEqual(['templates', '(the built-in pages)', 'default']);
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await outcome(['config', '--json', '--port', '80']);
    const list = JSON.parse(stdout) as { name: string }[];
    expect(list).toContainEqual({
      name: 'port',
      value: 80,
      from: { kind: 'flag', flag: '--port' },
    });
    expect(list).toContainEqual({ name: 'templates', value: null, from: { kind: 'default' } });
  });

  it('prints the schema of the file', async () => {
    const { stdout } = await outcome(['config', '--schema']);
    expect(JSON.parse(stdout)).toEqual(configSchema());
  });

  it('tells everything that is wrong instead, with status 2', async () => {
    const { status, stdout, stderr } = await outcome(['config', '--port', 'x', '--trust', 'some']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('port: "x"');
    expect(stderr).toContain('trust: "some"');
  });
});

describe('hdl-edge config --check', () => {
  it('says that nothing is wrong', async () => {
    const path = file('{"port": 80}');
    expect(await outcome(['config', '--check', path])).toMatchObject({
      status: 0,
      stdout: `${path}: nothing is wrong.\n`,
      stderr: '',
    });
  });

  it('says all that is wrong, by line and column, and with the files that it names', async () => {
    const path = file(
      '{\n  "prot": 80,\n  "httpMaxAge": -1,\n  "bootstrap": "/nowhere.json", "templates": "/no"\n}',
    );
    const { status, stdout, stderr } = await outcome(['config', '--check', path]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      `${path}:2:3: Unknown setting in the config file ${path}: prot. Did you mean port?`,
      expect.stringMatching(`^${path}:3:3: httpMaxAge: -1 .*from 0 to 86400`),
      expect.stringMatching(`^${path}: bootstrap: /nowhere.json cannot be used`),
      expect.stringMatching(`^${path}: templates: /no cannot be used`),
      '',
    ]);
  });

  it('leaves out flags and environment', async () => {
    const environment = { HDL_EDGE_PORT: 'x' };
    expect(await outcome(['config', '--check', file('{}')], { environment })).toMatchObject({
      status: 0,
    });
  });

  it.each(['{"port" 80}', '[]', undefined])('refuses a file that holds %j', async (content) => {
    const path = content === undefined ? '/nowhere.json' : file(content);
    const { status, stderr } = await outcome(['config', '--check', path]);
    expect(status).toBe(2);
    expect(stderr).toContain(path);
  });
});
