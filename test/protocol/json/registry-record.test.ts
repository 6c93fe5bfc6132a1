import { describe, expect, it } from 'vitest';
import { decodeRootInfo, encodeRootInfo } from '../../../src/protocol/files/root-info.ts';
import { recordFromJson, recordToJson } from '../../../src/protocol/json/record-json.ts';

/** The parameters that the DSA keys of the public registry share. */
const PARAMETERS = {
  p: '_X9TgR11EilS30qcLuzk5_YRt1I870QAwx4_gLZRJmlFXUAiUftZPY1Y-r_F9bow9subVWzXgTuAHTRv8mZgt2uZUKWkn5_oBHsQIsJPu6nX_rfGG_g7V-fGqKYVDwT7g_bTxR7DAjVUE1oWkTL2dfOuK2HXKu_yIgMZndFIAcc',
  q: 'l2BQjxUjC8yykrmCouuEC_BYHPU',
  g: '9-GghdabPd7LvKtcNrhXuXmUr7v6OuqC-VdMCz0HgmdRWVeOutRZT-ZxBxCBgLRJFnEj6EwoFhO3zwkyjMim4TwWeotUfI0o4KOuHiuzpnWRbqN_C_ohNWLx-2J6ASQ7zKTxvqhRkImog9_hWuWfBpKLZl6Ae1UlZAFMO_7PSSo',
};

const PUBLIC_VALUES = [
  'X4sNG_FH5zFysyYL3bPaQcy8HmMkRGVYaT70NZdFulasHLGb1ragLO-G9Tb3Yw07RdzA3UqX2t27T0myucIBgi8-lnSIdaEgU1rRqxbKglD-q1ECrm3agNMBQuTqvagKelQ1aAqDXmoX-RRACL67F9EG17xWSGjsGMg-_Sk0BcE',
  'ji7YGiV-9zIg8-25JpEW0bo1W-oXgE43EfOc7cKDyC0I4b6e3zV78AWtzdcsDt6f6Jcy3wsJpmejELReEtr_a-HvgzKdKgbyJhEe_oPaZNgqW2zJHjVVq_KKSg5nl1_q0McyyJsRxDWG10Y7TaABQiPrdxVxM7Q2HwxJ93k4MG4',
];

function site(index: number, serialNumber: number, desc: string, address: string, y: string) {
  const attributes = [
    { name: 'desc', value: desc },
    { name: 'alt_addr', value: '2001:db8:100:6::4' },
  ];
  const interfaces = [
    { query: true, admin: true, protocol: 'TCP', port: 2641 },
    { query: true, admin: false, protocol: 'UDP', port: 2641 },
    { query: true, admin: true, protocol: 'HTTP', port: 8000 },
  ];
  const publicKey = { format: 'key', value: { kty: 'DSA', y, ...PARAMETERS } };
  const value = {
    version: 1,
    protocolVersion: '2.10',
    serialNumber,
    primarySite: true,
    multiPrimary: true,
    attributes,
    servers: [{ serverId: 1, address, publicKey, interfaces }],
  };
  const timestamp = '2019-07-26T18:15:40Z';
  return { index, type: 'HS_SITE', data: { format: 'site', value }, ttl: 86400, timestamp };
}

/** Built like the record of the public registry: sites with DSA keys, services, what is off. */
const REGISTRY = {
  handle: '0.NA/0.NA',
  values: [
    ...PUBLIC_VALUES.map((y, number) =>
      site(5 + number, 15 + number, `Site ${number}`, `192.0.2.${number}`, y),
    ),
    { ...site(1, 7, 'Switched off', '192.0.2.99', PUBLIC_VALUES[0] ?? ''), type: '#HS_SITE' },
    ...[20, 103, 104].map((index) => ({
      index,
      type: 'HS_SERV',
      data: { format: 'string', value: `0.GHR/${index}` },
      ttl: 86400,
    })),
    {
      index: 100,
      type: 'HS_ADMIN',
      data: {
        format: 'admin',
        value: { handle: '0.NA/0.NA', index: 300, permissions: '111111111111' },
      },
      permissions: '1111',
      ttl: 86400,
    },
  ],
};

describe('a record like that of the public registry', () => {
  const { values } = recordFromJson(REGISTRY);
  const file = encodeRootInfo(values);

  it('becomes a root_info file of the expected length', () => {
    // Sites with keys of 440, 441 and 440 bytes, three services, an administrator; two counts.
    const sites = 590 + 591 + 597;
    const services = 41 + 42 + 42;
    expect(file).toHaveLength(4 + 4 + sites + services + 53);
  });

  it('comes out of the file as it went in', () => {
    expect(decodeRootInfo(file)).toEqual(values);
  });

  it('comes out in JSON as it went in, but for the value that is switched off', () => {
    const json = recordToJson('0.NA/0.NA', decodeRootInfo(file));
    const offAt = PUBLIC_VALUES.length;
    expect(json.values[offAt]?.data.format).toBe('base64');
    expect(JSON.stringify(json.values.toSpliced(offAt, 1))).toBe(
      JSON.stringify(REGISTRY.values.toSpliced(offAt, 1)),
    );
  });
});
