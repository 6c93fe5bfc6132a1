import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, typeMatches, ValueType } from '../handle/value-type.ts';

/** The handle that names the type URL; deployed records use it as a type. */
const URL_TYPE_HANDLE = '0.TYPE/URL';

/**
 * The value a visitor is sent to when a record has URLs and no locations: the lowest index among
 * the exact URLs, so that it is always the same one; without any, the lowest among the sub-types
 * (`URL.mirror`).
 *
 * @returns undefined when no value is of type URL or below it; `0.TYPE/URL` alone is not enough
 */
export function chooseUrl(values: readonly HandleValue[]): HandleValue | undefined {
  let exact: HandleValue | undefined;
  let below: HandleValue | undefined;
  let applies = false;
  for (const value of values) {
    if (hasType(value.type, ValueType.url)) {
      applies = true;
      if (typeMatches(ValueType.url, value.type)) exact = lower(exact, value);
      else below = lower(below, value);
    } else if (typeMatches(URL_TYPE_HANDLE, value.type)) {
      exact = lower(exact, value);
    }
  }
  return applies ? (exact ?? below) : undefined;
}

function lower(first: HandleValue | undefined, second: HandleValue): HandleValue {
  return first === undefined || second.index < first.index ? second : first;
}
