import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcome } from './program.ts';
import { temporaryFile } from './temporary-file.ts';

const PROPERTIES = 'test/import/files/hdlproxy.properties';
const DCT = 'test/import/files/config.dct';

describe('hdl-edge import', () => {
  it('prints a config file that is good, and what became of each line', async () => {
    const { status, stdout, stderr } = await outcome(['import', DCT, PROPERTIES]);
    expect(status).toBe(0);
    const config = temporaryFile('hdl-edge.json', stdout);
    expect(JSON.parse(stdout)).toMatchObject({ port: 8000, publicUrl: 'https://hdl.example.org' });
    expect(await outcome(['config', '--check', config])).toMatchObject({ status: 0 });
    const lines = stderr.split('\n');
    expect(lines).toContain(`${resolve(DCT)}:5: hdl_http_config.bind_port: now port`);
    expect(lines).toContain(
      `${resolve(PROPERTIES)}:3: log_rotation_rate: left out: logs go to stdout and stderr; whoever collects them rotates them`,
    );
  });

  it('writes it to a file, but over none', async () => {
    const target = `${temporaryFile('other', '')}.json`;
    const first = await outcome(['import', DCT, '--output', target]);
    expect(first).toMatchObject({ status: 0, stdout: '' });
    const written = readFileSync(target, 'utf8');
    expect(JSON.parse(written)).toMatchObject({ port: 8000 });
    const second = await outcome(['import', PROPERTIES, '--output', target]);
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`output: ${target} cannot be written: it is there already`);
    expect(readFileSync(target, 'utf8')).toBe(written);
  });

  it('names file and line of what it cannot read', async () => {
    const broken = temporaryFile('config.dct', '{\n"a" "b"}');
    const { status, stdout, stderr } = await outcome(['import', broken]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`${broken}:2 cannot be imported: = behind the key "a" expected`);
  });

  it('wants at least one file', async () => {
    expect(await outcome(['import'])).toMatchObject({ status: 64 });
  });
});
