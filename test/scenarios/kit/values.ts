import {
  DEFAULT_TTL_SECONDS,
  type HandleValue,
  TtlType,
} from '../../../src/handle/handle-value.ts';
import { DEFAULT_PERMISSIONS, Permission } from '../../../src/handle/permission.ts';
import type { Site } from '../../../src/handle/site.ts';
import { encodeSite } from '../../../src/protocol/site.ts';
import { encodeText } from '../../../src/protocol/text.ts';
import { duration } from './duration.ts';
import { onlyMembers } from './members.ts';
import type { ScenarioValue } from './scenario.ts';

const MEMBERS = ['value', 'index', 'ttl', 'until', 'hidden', 'sitesOf', 'type'];

/** Reads the values of a record; indexes go up from 1 where none are given. */
export function readValues(
  written: readonly ScenarioValue[],
  sitesOf: (service: string) => readonly Site[],
  startedAt: number,
): HandleValue[] {
  const values: HandleValue[] = [];
  for (const each of written) {
    const index = values.length + 1;
    if (typeof each === 'string') {
      values.push(value(index, each));
      continue;
    }
    onlyMembers('a value', each, MEMBERS);
    if ('sitesOf' in each) {
      const { type = 'HS_SITE', ttl = DEFAULT_TTL_SECONDS } = each;
      for (const site of sitesOf(each.sitesOf)) {
        values.push({ ...value(values.length + 1, type), data: encodeSite(site), ttl });
      }
      continue;
    }
    const { value: text, ttl, until, hidden } = each;
    values.push({
      ...value(each.index ?? index, text),
      ...(ttl !== undefined && { ttl }),
      ...(until !== undefined && {
        ttlType: TtlType.absolute,
        ttl: (startedAt + duration(until)) / 1000,
      }),
      ...(hidden && { permissions: DEFAULT_PERMISSIONS & ~Permission.publicRead }),
    });
  }
  return values;
}

function value(index: number, text: string): HandleValue {
  const [type = '', data = ''] = text.split(/ (.*)/s);
  return {
    index,
    timestamp: 0,
    ttlType: TtlType.relative,
    ttl: DEFAULT_TTL_SECONDS,
    permissions: DEFAULT_PERMISSIONS,
    type,
    data: encodeText(data),
    references: [],
  };
}
