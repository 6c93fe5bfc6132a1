import { Permission } from '../handle/permission.ts';
import { isSelected } from '../handle/selection.ts';
import type { Asking } from './asking.ts';
import { expiryOf } from './freshness.ts';
import type { Overrides } from './overrides.ts';
import { type NothingFound, type RecordAnswer, valuesNotFound } from './record-answer.ts';

/**
 * What the operator's overrides say; undefined where they say nothing. It is as good as signed: who
 * runs the resolver is believed without keys.
 *
 * @param now milliseconds since 1970
 */
export function overrideAnswer(
  overrides: Overrides,
  { handle, selection, publicOnly }: Asking,
  now: number,
): RecordAnswer | NothingFound | undefined {
  const given = overrides.find(handle);
  if (given === undefined) return undefined;
  const isShown = ({ permissions }: (typeof given)[number]) =>
    !publicOnly || (permissions & Permission.publicRead) !== 0;
  const isWhole = given.every((value) => isShown(value) && isSelected(selection, value));
  // The same list each time, for those who remember what they made of it.
  const values = isWhole
    ? given
    : given.filter((value) => isShown(value) && isSelected(selection, value));
  if (values.length === 0) return valuesNotFound(handle, [], 'local');
  return {
    kind: 'values',
    values,
    expiries: values.map((value) => expiryOf(value, now)),
    receivedAt: now,
    authoritative: true,
    certified: true,
    cache: 'local',
    namespaces: [],
  };
}
