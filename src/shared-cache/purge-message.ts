import { MAX_HANDLE_BYTES } from '../handle/handle.ts';
import type { PurgeTarget } from '../resolver/cache-report.ts';
import { MAX_PURGE_MESSAGE_BYTES } from './limits.ts';

/** What a copy tells the others when something is purged. */
export interface PurgeMessage {
  /** Who says it; nobody listens to himself. */
  readonly from: string;
  readonly target: PurgeTarget;
}

/** JSON: `{"from": …}` with `"handle"`, `"prefix"` or `"all": true`. */
export function encodePurge({ from, target }: PurgeMessage): string {
  return JSON.stringify({ from, ...(target === 'all' ? { all: true } : target) });
}

/** @returns undefined for what is no such message: anybody might write there */
export function decodePurge(text: string): PurgeMessage | undefined {
  const members = text.length > MAX_PURGE_MESSAGE_BYTES ? undefined : membersOf(text);
  if (members === undefined) return undefined;
  const { from, ...rest } = members;
  const [name, ...others] = Object.keys(rest);
  if (typeof from !== 'string' || name === undefined || others.length > 0) return undefined;
  const value = rest[name];
  if (name === 'all') return value === true ? { from, target: 'all' } : undefined;
  if (typeof value !== 'string' || value === '' || value.length > MAX_HANDLE_BYTES)
    return undefined;
  if (name === 'handle') return { from, target: { handle: value } };
  return name === 'prefix' ? { from, target: { prefix: value } } : undefined;
}

function membersOf(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}
