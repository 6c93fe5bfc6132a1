import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Findings } from '../../src/import/findings.ts';
import { importDct } from '../../src/import/import-dct.ts';
import { importProperties } from '../../src/import/import-properties.ts';

const PAGE = readFileSync('docs/migration.md', 'utf8');

/** The keys in the first column of a table, with something in place of what stands in `<…>`. */
function keysIn(table: string): string[] {
  const [, rows = ''] = new RegExp(`<!-- ${table} -->\n(.*?)\n<!-- /`, 's').exec(PAGE) ?? [];
  return rows
    .split('\n')
    .slice(2)
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, key = '']) => key.replace('<host>', 'default').replace('<n>', '1'));
}

function unknownIn(read: (findings: Findings) => void): string[] {
  const findings = new Findings();
  read(findings);
  return findings.notes
    .filter(({ remark }) => remark === 'the key is unknown')
    .map(({ key }) => key);
}

describe('the page about moving from the Java proxy', () => {
  it('names no key of hdlproxy.properties that is not known', () => {
    const keys = keysIn('properties');
    expect(keys.length).toBeGreaterThan(20);
    const text = keys.map((key) => `${key} = 1`).join('\n');
    const bytes = new TextEncoder().encode(text);
    expect(unknownIn((findings) => importProperties('a', bytes, findings))).toEqual([]);
  });

  it('names every key of a full hdlproxy.properties', () => {
    const full = readFileSync('test/import/files/hdlproxy.properties', 'utf8');
    const keys = [...full.matchAll(/^([\w.-]+) [=:]/gm)].map(([, key = '']) =>
      key.replace(/\.id\.example\.org$/i, '.default'),
    );
    expect(keys.filter((key) => !keysIn('properties').includes(key))).toEqual([]);
  });

  it('names no key of config.dct that is not known', () => {
    const keys = keysIn('dct');
    const inner = keys.flatMap((key) => /^hdl_http_config\.(.+)$/.exec(key)?.[1] ?? []);
    const outer = keys.filter((key) => !key.includes('.'));
    expect(inner.length).toBeGreaterThan(10);
    const members = (names: readonly string[]) => names.map((key) => `"${key}" = "1"`).join('\n');
    const text = `{${members(outer)} "hdl_http_config" = {${members(inner)}}}`;
    expect(unknownIn((findings) => importDct('a', text, findings))).toEqual([]);
  });
});
