import { type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import { type RecordJson, recordToJson } from '../protocol/json/record-json.ts';
import type { RecordStore } from './record-store.ts';

/** What a client has to know before it can ask anybody, in the form of `bootstrap_handles`. */
export interface BootstrapJson {
  /** Milliseconds since 1970. */
  readonly lastUpdate: number;
  readonly handles: { readonly [handle: Handle]: RecordJson };
}

/** The root's own records: its keys and its sites. */
export function bootstrapJson(root: RecordStore, now: number): BootstrapJson {
  const entries = [ROOT_HANDLE, ROOT_PREFIX_HANDLE].map((handle) => {
    const values = root.get(handle)?.values ?? [];
    return [handle, recordToJson(handle, values)] as const;
  });
  return { lastUpdate: now, handles: Object.fromEntries(entries) };
}
