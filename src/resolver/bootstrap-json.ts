import { type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import { type RecordJson, recordToJson } from '../protocol/json/record-json.ts';
import type { Bootstrap } from './bootstrap.ts';

/** What a client has to know before it can ask anybody, in the form of `bootstrap_handles`. */
export interface BootstrapJson {
  /** Milliseconds since 1970. */
  readonly lastUpdate: number;
  readonly handles: { readonly [handle: Handle]: RecordJson };
}

/** The form that handle server software reads; what `readBootstrap` reads gives the same again. */
export function bootstrapToJson({ records, lastUpdate }: Bootstrap): BootstrapJson {
  // Those that everything else hangs on come first, for people.
  const first = [ROOT_HANDLE, ROOT_PREFIX_HANDLE].filter((handle) => records.has(handle));
  const handles = [...new Set([...first, ...records.keys()])];
  const entries = handles.map(
    (handle) => [handle, recordToJson(handle, records.get(handle) ?? [])] as const,
  );
  return { lastUpdate, handles: Object.fromEntries(entries) };
}
