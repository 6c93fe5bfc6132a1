import { type Handle, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { recordFromJson } from '../protocol/json/record-json.ts';
import { DemoError } from './errors.ts';
import { storageKey } from './record-store.ts';

/** How much of a name an error repeats. */
const QUOTED_CHARACTERS = 200;

/** Records for the demo, with values in the form of the JSON API. */
export interface RecordsFile {
  readonly handles: { readonly [handle: string]: { readonly values: readonly unknown[] } };
}

/** Records by name, as written in the file and in its order. */
export type Records = ReadonlyMap<Handle, readonly HandleValue[]>;

/**
 * Reads `{"handles": {"<handle>": {"values": […]}}}`. Other members beside these are ignored: what
 * people paste from an answer of the API has more in it. A record may repeat its name.
 *
 * @throws DemoError `records-file`, naming the handle and the member
 */
export function readRecordsFile(json: unknown): Records {
  const handles = object(json, 'the records file').handles;
  const records = new Map<Handle, readonly HandleValue[]>();
  const names = new Map<string, Handle>();
  for (const [handle, record] of Object.entries(object(handles, '"handles"'))) {
    checkName(handle);
    const twin = names.get(storageKey(handle));
    if (twin !== undefined) {
      throw recordError(handle, `is the same name as ${JSON.stringify(twin)}`);
    }
    names.set(storageKey(handle), handle);
    records.set(handle, readValues(handle, record));
  }
  return records;
}

function readValues(handle: Handle, json: unknown): readonly HandleValue[] {
  const { values } = readRecord(handle, json);
  const indexes = new Set<number>();
  for (const { index } of values) {
    if (indexes.has(index)) throw recordError(handle, `index ${index} occurs twice`);
    indexes.add(index);
  }
  return values;
}

function readRecord(handle: Handle, json: unknown): { readonly values: readonly HandleValue[] } {
  try {
    return recordFromJson(json, handle);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new DemoError('records-file', `record ${error.message}`, { handle, cause: error });
  }
}

function checkName(handle: string): void {
  if (handle === '') throw recordError(handle, 'a handle has to have a name');
  if (handle.startsWith('/')) throw recordError(handle, 'the prefix is empty');
  if (!handle.isWellFormed()) throw recordError(handle, 'the name is no valid Unicode text');
  if (Buffer.byteLength(handle) > MAX_HANDLE_BYTES) {
    throw recordError(handle, `the name is longer than ${MAX_HANDLE_BYTES} bytes`);
  }
}

function object(json: unknown, what: string): Record<string, unknown> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    return json as Record<string, unknown>;
  }
  throw new DemoError('records-file', `${what} has to be an object`);
}

function recordError(handle: Handle, message: string): DemoError {
  const shown = JSON.stringify(handle.slice(0, QUOTED_CHARACTERS));
  return new DemoError('records-file', `record ${shown}: ${message}`, { handle });
}
