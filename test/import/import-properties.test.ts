import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Findings } from '../../src/import/findings.ts';
import { importProperties } from '../../src/import/import-properties.ts';

function imported(text: string): Findings {
  const findings = new Findings();
  importProperties('hdlproxy.properties', new TextEncoder().encode(text), findings);
  return findings;
}

const FULL = readFileSync('test/import/files/hdlproxy.properties', 'utf8');

describe('a full hdlproxy.properties', () => {
  const { settings, notes } = imported(FULL);

  it('becomes a config file', () => {
    expect(settings).toEqual({
      accessLog: 'handle',
      cacheMegabytes: 128,
      logLevel: 'debug',
      publicUrl: 'https://hdl.example.org',
      locattShortcuts: ['sheet', 'view'],
      clientAddressHeader: 'X-Forwarded-For',
      trustedProxies: ['10.0.0.0/8', '192.0.2.7'],
      virtualHosts: {
        'id.example.org': { publicUrl: 'https://id.example.org/', locattShortcuts: ['page'] },
      },
    });
  });

  it('has a note for each of its keys, with the line', () => {
    const lines = FULL.split('\n');
    const keys = lines.flatMap((line, i) => {
      const [, key] = /^([\w.-]+) [=:]/.exec(line) ?? [];
      return key === undefined ? [] : [`${i + 1} ${key}`];
    });
    expect(keys).toHaveLength(28);
    expect(notes.map(({ line, key }) => `${line} ${key}`)).toEqual(keys);
  });

  it('says why where there is no counterpart, and knows every key', () => {
    const left = notes.filter(({ setting }) => setting === undefined);
    expect(left.filter(({ remark }) => remark === '' || remark === 'the key is unknown')).toEqual(
      [],
    );
  });
});

describe('a line of hdlproxy.properties', () => {
  it.each([
    ['cache_max_handles = 16384', 'the 64 MB of cacheMegabytes'],
    ['cache_max_handles = many', '"cacheMegabytes'],
    ['remote_address_header = X-Real-IP', 'only X-Forwarded-For'],
    ['remote_address_internal_proxies = front', 'will not do for trustedProxies'],
    ['handle_link_prefix = id.example.org', 'will not do for publicUrl'],
    ['handle_link_prefix.a_b!.example = https://a.example', 'will not do for the host'],
    ['trace_msgs = no', 'it is off'],
    ['htdocs =', 'it has no value'],
    ['toString = x', 'the key is unknown'],
    ['unheard_of = x', 'the key is unknown'],
  ])('%s is left out', (line, why) => {
    const { settings, notes } = imported(line);
    expect(settings).toEqual({});
    expect(notes).toHaveLength(1);
    expect(notes[0]?.remark).toContain(why.replace('"', ''));
  });

  it('counts for all with its key that stand before it, as the proxy reads them', () => {
    const { settings, notes } = imported(
      'trace_msgs = true\r\nhtdocs = a\r\ntrace_msgs = false\r\n',
    );
    expect(settings).toEqual({});
    expect(notes.map(({ line, remark }) => `${line} ${remark}`)).toEqual([
      '1 line 3 says it again, and the last one counts',
      expect.stringContaining('2 pages are templates'),
      '3 it is off, as logLevel is by default',
    ]);
  });

  it('that says something else than one before it is left out', () => {
    const { settings, notes } = imported(
      'locatt_shortcut_parameters = a\nlocatt_shortcut_params.default = b',
    );
    expect(settings).toEqual({ locattShortcuts: ['a'] });
    expect(notes[1]?.remark).toContain('taken from elsewhere already');
  });
});
