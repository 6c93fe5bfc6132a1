import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PERMISSIONS,
  Permission,
  parsePermissions,
  permissionText,
} from '../../src/handle/permission.ts';

describe('permissionText', () => {
  it('writes admin read, admin write, public read, public write', () => {
    expect(permissionText(DEFAULT_PERMISSIONS)).toBe('1110');
    expect(permissionText(Permission.adminRead)).toBe('1000');
    expect(permissionText(Permission.adminWrite)).toBe('0100');
    expect(permissionText(Permission.publicRead)).toBe('0010');
    expect(permissionText(Permission.publicWrite)).toBe('0001');
  });

  it('leaves out bits without a name', () => {
    expect(permissionText(0xf2)).toBe('0010');
  });
});

describe('parsePermissions', () => {
  it.each(Array.from({ length: 16 }, (_, bits) => bits))('reads back %i', (bits) => {
    expect(parsePermissions(permissionText(bits))).toBe(bits);
  });

  it('takes * for everything', () => {
    expect(parsePermissions('*')).toBe(0x0f);
  });

  it.each(['', '111', '11100', '1112', ' 1110', '1110\n'])('refuses "%s"', (text) => {
    expect(parsePermissions(text)).toBeUndefined();
  });
});
