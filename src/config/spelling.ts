/** The flag of a setting: `adminPort` → `--admin-port`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The environment variable of a setting: `adminPort` → `HDL_EDGE_ADMIN_PORT`. */
export function variableOf(name: string): string {
  return VARIABLE_PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

export const VARIABLE_PREFIX = 'HDL_EDGE_';
