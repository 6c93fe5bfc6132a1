import { AdminPermission, type AdminRecord } from '../../handle/admin-record.ts';
import { flagAt, int32At, jsonError, objectAt, textAt } from './members.ts';

/** The JSON form of HS_ADMIN data. */
export interface AdminJson {
  readonly handle: string;
  readonly index: number;
  /** Bits from the highest (list handles) to the lowest (add handle). */
  readonly permissions: string;
  readonly legacyByteLength?: true;
}

const ALL_PERMISSIONS = Object.values(AdminPermission).reduce((all, bit) => all | bit, 0);

/** How many permissions have a name; bits above them show only where they are set. */
const PERMISSION_BITS = 12;

export function adminToJson(record: AdminRecord): AdminJson {
  const json = {
    handle: record.handle,
    index: record.index,
    permissions: record.permissions.toString(2).padStart(PERMISSION_BITS, '0'),
  };
  return record.legacyByteLength === true ? { ...json, legacyByteLength: true } : json;
}

export function adminFromJson(json: unknown, path: string): AdminRecord {
  const { handle, index, permissions, legacyByteLength } = objectAt(json, path);
  const record = {
    handle: textAt(handle, `${path}.handle`),
    index: int32At(index, `${path}.index`),
    permissions: permissionsAt(permissions, `${path}.permissions`),
  };
  const legacy = flagAt(legacyByteLength, `${path}.legacyByteLength`);
  return legacy ? { ...record, legacyByteLength: true } : record;
}

function permissionsAt(json: unknown, path: string): number {
  if (json === '*') return ALL_PERMISSIONS;
  if (typeof json === 'string' && /^[01]{12,16}$/.test(json)) return Number.parseInt(json, 2);
  throw jsonError(path, 'twelve digits 0 and 1, or "*",', json);
}
