import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Findings } from '../../src/import/findings.ts';
import { importFile } from '../../src/import/import-file.ts';
import { encodeLocalInfo } from '../../src/protocol/files/local-info.ts';
import { siteToJson } from '../../src/protocol/json/site-json.ts';
import { encodeSite } from '../../src/protocol/site.ts';
import { site } from '../resolver/kit/records.ts';

const SITE = site('192.0.2.1');

function imported(path: string, content: string | Uint8Array): Findings {
  const findings = new Findings();
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  importFile(path, bytes, findings);
  return findings;
}

/** `line key → setting` of each note; without a setting it was left out. */
function fates({ notes }: Findings): string[] {
  return notes.map(({ line, key, setting }) => `${line} ${key} → ${setting ?? 'nothing'}`);
}

describe('the config.dct of a handle server', () => {
  const findings = imported('config.dct', readFileSync('test/import/files/config.dct'));

  it('becomes a config file', () => {
    expect(findings.settings).toEqual({
      host: '192.0.2.132',
      port: 8000,
      accessLog: 'handle',
      upstreamProtocols: ['tcp', 'http'],
    });
  });

  it('says what became of each line', () => {
    expect(fates(findings)).toEqual([
      '4 hdl_http_config.bind_address → host',
      '5 hdl_http_config.bind_port → port',
      '6 hdl_http_config.log_accesses → accessLog',
      '9 hdl_tcp_config.bind_address → nothing',
      '10 hdl_tcp_config.num_threads → nothing',
      '11 hdl_tcp_config.bind_port → nothing',
      '12 hdl_tcp_config.log_accesses → nothing',
      '15 hdl_udp_config.bind_address → nothing',
      '16 hdl_udp_config.num_threads → nothing',
      '17 hdl_udp_config.bind_port → nothing',
      '18 hdl_udp_config.log_accesses → nothing',
      '21 server_config.server_admins → nothing',
      '24 server_config.replication_admins → nothing',
      '27 server_config.auto_homed_prefixes → nothing',
      '30 server_config.max_session_time → nothing',
      '31 server_config.this_server_id → nothing',
      '32 server_config.max_auth_time → nothing',
      '33 server_config.case_sensitive → nothing',
      '36 log_save_config.log_save_weekday → nothing',
      '37 log_save_config.log_save_time → nothing',
      '38 log_save_config.log_save_directory → nothing',
      '39 log_save_config.log_save_interval → nothing',
      '41 no_udp_resolution → upstreamProtocols',
      '42 interfaces → nothing',
      '47 server_type → nothing',
    ]);
  });

  it('may begin with a comment, have the line ends of Windows, and be Latin-1', () => {
    const text =
      '# f\xfcr\r\n{\r\nhdl_http_config = {\r\nbind_port = 8000\r\n"x" = "\xfc"\r\n}\r\n}\r\n';
    const odd = imported('config.dct', Buffer.from(text, 'latin1'));
    expect(odd.settings).toEqual({ port: 8000 });
    expect(fates(odd)).toEqual([
      '4 hdl_http_config.bind_port → port',
      '5 hdl_http_config.x → nothing',
    ]);
  });

  it('counts what it says last', () => {
    const { settings, notes } = imported(
      'config.dct',
      '{"hdl_http_config" = {\n"bind_port" = "8000"\n"bind_port" = "8001"\n}\n"server_config" = {}}',
    );
    expect(settings).toEqual({ port: 8001 });
    expect(notes[0]).toMatchObject({
      line: 2,
      remark: 'line 3 says it again, and the last one counts',
    });
    expect(notes.at(-1)).toMatchObject({ key: 'server_config' });
  });
});

describe('the config.dct of a client', () => {
  it('becomes a config file as far as there are counterparts', () => {
    const findings = imported(
      '.handle/config.dct',
      `{
        "trace_resolution" = "yes"
        "tcp_timeout" = "10000"
        "no_udp_resolution" = "no"
        "ipv6_fast_fallback" = "no"
        "site_filter_keywords" = ("near" "far")
        "preferred_global_service_handle" = "0.SERV/1"
        "auto_update_root_info" = "no"
        "unheard_of" = {"a" = "b"}
      }`,
    );
    expect(findings.settings).toEqual({ logLevel: 'debug' });
    expect(findings.notes).toHaveLength(8);
    expect(findings.notes.at(-1)?.remark).toBe('the key is unknown');
  });

  it('may hold the proxy of a handle server with all of its keys', () => {
    const { settings, notes } = imported(
      'config.dct',
      `{"hdl_http_config" = {
        "query_page" = "q.html" "response_page" = "r.html" "error_page" = "e.html"
        "virtual_hosts" = {"hostname" = "id.example.org" "query_page" = "q.html"}
        "num_threads" = "15" "max_handlers" = "100" "backlog" = "50" "max_idle_time" = "300000"
        "enable_proxy" = "yes" "enable_trace" = "no" "headers" = {"X-A" = "b"} "favicon" = "f.ico"
        "robots_txt" = "r.txt" "remote_address_header" = "Forwarded"
        "remote_address_internal_proxies" = ("10.0.0.1" "10.0.0.2") "session_timeout_seconds" = "60"
      }}`,
    );
    expect(settings).toEqual({
      clientAddressHeader: 'Forwarded',
      trustedProxies: ['10.0.0.1', '10.0.0.2'],
    });
    expect(notes).toHaveLength(16);
    expect(notes.filter(({ remark }) => remark === 'the key is unknown')).toEqual([]);
  });
});

describe('files of sites', () => {
  const localInfo = [{ prefixHandles: ['0.NA/20.500.1'], site: SITE }];
  const localJson = [{ nas: ['0.NA/20.500.1'], site: siteToJson(SITE) }];

  it.each([
    ['local_info', encodeLocalInfo(localInfo), 'localServices'],
    ['local_info.json', JSON.stringify(localJson), 'localServices'],
    ['resolver_site', encodeSite(SITE), 'resolverSite'],
    ['resolver_site', JSON.stringify(siteToJson(SITE)), 'resolverSite'],
    [
      'bootstrap_handles',
      JSON.stringify({
        handles: {
          '0.NA/0.NA': {
            handle: '0.NA/0.NA',
            values: [
              { index: 1, type: 'HS_SITE', data: { format: 'site', value: siteToJson(SITE) } },
            ],
          },
        },
      }),
      'bootstrap',
    ],
  ])('are told apart by what is in them: %s (%#)', (name, content, setting) => {
    expect(imported(`/etc/${name}`, content).settings).toEqual({ [setting]: `/etc/${name}` });
  });

  it('need no list of prefixes beside a resolver site', () => {
    const { settings, notes } = imported('local_nas', '0.NA/20.500.1\n*\n');
    expect(settings).toEqual({});
    expect(notes).toHaveLength(1);
  });
});

describe('a file that cannot be imported', () => {
  it.each([
    ['local_info.json', '[{"nas": 5}]', 'the file[0].nas: an array expected'],
    ['local_info', new Uint8Array([0, 0, 0, 8, 0, 0, 0, 9]), 'a list of 9'],
    ['resolver_site', new Uint8Array([0, 1, 2]), 'bytes expected'],
    ['siteinfo.json', '{"servers": [}', 'it is not JSON'],
    ['bootstrap_handles', '{"handles": {}}', 'no site'],
    ['config.dct', '{"hdl_http_config" = "x"}', 'hdl_http_config is no object'],
    ['config.dct', '{"a" = ', 'expected'],
    ['big', new Uint8Array(4 * 1024 * 1024 + 1), '4194305 bytes'],
  ])('is refused: %s (%#)', (name, content, says) => {
    expect(() => imported(name, content)).toThrow(says);
  });
});
