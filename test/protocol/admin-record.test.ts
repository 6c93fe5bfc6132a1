import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAdminRecord, encodeAdminRecord } from '../../src/protocol/admin-record.ts';
import { adminRecords } from './arbitraries.ts';
import { errorOf } from './error-of.ts';
import { bytesOf, hexOf, vectorsOf } from './wire-vectors.ts';

describe('an administrator record', () => {
  it.each(vectorsOf('admin-record'))('is read and written: $name', ({ object, hex }) => {
    const record = decodeAdminRecord(bytesOf(hex));
    expect(record).toEqual({ handle: 'a/b', index: 1, permissions: 1 << object.permissionIndex });
    expect(hexOf(encodeAdminRecord(record))).toBe(hex);
  });

  it('is read back as written', () => {
    fc.assert(
      fc.property(adminRecords, (record) => {
        expect(decodeAdminRecord(encodeAdminRecord(record))).toEqual(record);
      }),
    );
  });

  it('may end with the two bytes of old writers', () => {
    const record = decodeAdminRecord(bytesOf('000100000003612f62000000010000'));
    expect(record.legacyByteLength).toBe(true);
    expect(hexOf(encodeAdminRecord(record))).toBe('000100000003612f62000000010000');
  });

  it.each(['00', '000000', '00000000'])('may not end with %s', (rest) => {
    const error = errorOf(() => decodeAdminRecord(bytesOf(`000100000003612f6200000001${rest}`)));
    expect(error.code).toBe('trailing-bytes');
  });

  it('is refused when cut short', () => {
    expect(errorOf(() => decodeAdminRecord(bytesOf('000100000003612f620000'))).code).toBe(
      'truncated',
    );
  });
});
