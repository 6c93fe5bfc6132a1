import type { RecordsFile } from '../../src/demo/records-file.ts';

const text = (index: number, type: string, data: string, permissions = '1110') => ({
  index,
  type,
  data,
  permissions,
});

/** Records that between them call for every kind of answer. */
export const RULE_RECORDS: RecordsFile = {
  handles: {
    '20.500.1/Plain': {
      values: [
        text(3, 'URL', 'https://example.org/3'),
        text(1, 'URL.JP', 'https://example.org/1'),
        text(2, 'EMAIL', 'somebody@example.org'),
      ],
    },
    '20.500.1/mixed': {
      values: [
        text(1, 'URL', 'https://example.org/mixed'),
        text(300, 'HS_SECKEY', 'for administrators', '1100'),
        text(301, 'HS_SECKEY', 'for nobody', '0000'),
      ],
    },
    '20.500.1/secret': { values: [text(300, 'HS_SECKEY', 'for administrators', '1100')] },
    '20.500.1/for-nobody': { values: [text(301, 'HS_SECKEY', 'for nobody', '0000')] },
    '20.500.1/empty': { values: [] },
    '20.500.1/ünïcødé': { values: [text(1, 'URL', 'https://example.org/unicode')] },
    '20.500.1/large': {
      values: Array.from({ length: 300 }, (_, index) => text(index + 1, 'TEXT', 'x'.repeat(200))),
    },
    '20.500.1/too-large': {
      values: Array.from({ length: 300 }, (_, index) => text(index + 1, 'TEXT', 'x'.repeat(1000))),
    },
    '20.500.2/served': { values: [text(1, 'URL', 'https://example.org/served')] },
    '20.500.3/a': { values: [text(1, 'URL', 'https://example.org/a')] },
    '20.500.3/b': { values: [text(1, 'URL', 'https://example.org/b')] },
    '20.500.3/c': { values: [text(1, 'URL', 'https://example.org/c')] },
    '20.500.3/d': { values: [text(1, 'URL', 'https://example.org/d')] },
    '20.500.4/old': { values: [text(1, 'URL', 'https://example.org/old')] },
    '0.NA/20.500.4': {
      values: [
        text(10, 'HS_SERV.PREFIX', '0.SERV/DERIVED'),
        text(11, 'HS_SERV.PREFIX', '0.SERV/SECRET', '1100'),
      ],
    },
    '20.500.4.7/derived': { values: [text(1, 'URL', 'https://example.org/derived')] },
    '0.TYPE/THING': { values: [text(1, 'DESC', 'a type')] },
    slashless: { values: [text(1, 'DESC', 'no slash')] },
  },
};
