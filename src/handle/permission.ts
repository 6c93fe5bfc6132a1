/** The permission bits of a value. */
export const Permission = {
  adminRead: 0x08,
  adminWrite: 0x04,
  publicRead: 0x02,
  publicWrite: 0x01,
} as const;

/** Administrators read and write, everybody reads. */
export const DEFAULT_PERMISSIONS =
  Permission.adminRead | Permission.adminWrite | Permission.publicRead;

/** `1110` and the like: admin read, admin write, public read, public write. */
export function permissionText(permissions: number): string {
  return (permissions & 0x0f).toString(2).padStart(4, '0');
}

/**
 * Reads `1110` and the like; `*` grants everything.
 *
 * @returns undefined when the text is of neither form
 */
export function parsePermissions(text: string): number | undefined {
  if (text === '*') return 0x0f;
  return /^[01]{4}$/.test(text) ? Number.parseInt(text, 2) : undefined;
}
