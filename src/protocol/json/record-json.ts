import { type Handle, sameHandle } from '../../handle/handle.ts';
import type { HandleValue } from '../../handle/handle-value.ts';
import { MAX_VALUES } from '../limits.ts';
import { jsonError, listAt, objectAt, textAt } from './members.ts';
import { type ValueJson, valueFromJson, valueToJson } from './value-json.ts';

/** The JSON form of a record. */
export interface RecordJson {
  readonly handle: string;
  readonly values: readonly ValueJson[];
}

export function recordToJson(handle: Handle, values: readonly HandleValue[]): RecordJson {
  return { handle, values: values.map(valueToJson) };
}

/**
 * Reads a record.
 *
 * @param handle whose record it is, where the JSON around it says so; it may then leave the name
 *   out, but not name another one
 * @throws ProtocolError with code `json` that names the wrong member and what was expected
 */
export function recordFromJson(
  json: unknown,
  handle?: Handle,
): { readonly handle: Handle; readonly values: readonly HandleValue[] } {
  const path = handle === undefined ? 'record' : JSON.stringify(handle);
  const { handle: written = handle, values } = objectAt(json, path);
  const name = textAt(written, `${path}.handle`);
  if (handle !== undefined && !sameHandle(handle, name)) {
    throw jsonError(`${path}.handle`, 'the same handle', name);
  }
  return { handle: name, values: listAt(values, `${path}.values`, MAX_VALUES, valueFromJson) };
}
