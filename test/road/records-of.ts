import type { RecordsFile } from '../../src/demo/index.ts';
import type { HostileRecord } from './hostile-records.ts';

/** All records in the form that the demo takes. */
export function recordsOf(hostile: readonly HostileRecord[]): RecordsFile {
  const records = Object.assign(
    {},
    ...hostile.map((each) => each.records),
  ) as HostileRecord['records'];
  return {
    handles: Object.fromEntries(
      Object.entries(records).map(([handle, values]) => [
        handle,
        {
          values: values.map(([index, type, value]) => ({
            index,
            type,
            data: { format: 'string', value },
          })),
        },
      ]),
    ),
  };
}
