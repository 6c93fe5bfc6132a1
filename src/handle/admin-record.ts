import type { Handle } from './handle.ts';

/** Who may change a record and how (HS_ADMIN). */
export interface AdminRecord {
  readonly handle: Handle;
  /** Signed 32 bits. */
  readonly index: number;
  /** Unsigned 16 bits of {@link AdminPermission}; unknown bits are kept as they came. */
  readonly permissions: number;
  /** Set when the record ends with the two bytes that old writers add. */
  readonly legacyByteLength?: boolean;
}

/** Bits of an administrator's permissions. */
export const AdminPermission = {
  addHandle: 0x0001,
  deleteHandle: 0x0002,
  addDerivedPrefix: 0x0004,
  deleteDerivedPrefix: 0x0008,
  modifyValue: 0x0010,
  removeValue: 0x0020,
  addValue: 0x0040,
  modifyAdmin: 0x0080,
  removeAdmin: 0x0100,
  addAdmin: 0x0200,
  readValue: 0x0400,
  listHandles: 0x0800,
} as const;
