import type { HandleValue } from '../handle/handle-value.ts';
import { valueToJson } from '../protocol/json/value-json.ts';
import { columns } from './terminal.ts';

/** The values of a record as a table for people. */
export function valuesText(values: readonly HandleValue[]): string[] {
  const rows = values.map((value) => {
    const { index, type, ttl, data } = valueToJson(value);
    return [String(index), type, String(ttl), dataText(data)];
  });
  return columns([['INDEX', 'TYPE', 'TTL', 'DATA'], ...rows]);
}

/** Text as it is, everything else as compact JSON. */
function dataText(data: { readonly format: string; readonly value: unknown }): string {
  return typeof data.value === 'string' && data.format === 'string'
    ? data.value
    : `${data.format} ${JSON.stringify(data.value)}`;
}
