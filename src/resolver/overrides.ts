import { asciiUpper } from '../handle/ascii.ts';
import { comparisonForm, type Handle, prefixOf, suffixOf } from '../handle/handle.ts';
import { type HandleValue, TtlType } from '../handle/handle-value.ts';
import { DEFAULT_PERMISSIONS } from '../handle/permission.ts';
import { ValueType } from '../handle/value-type.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { jsonError, objectAt, textAt } from '../protocol/json/members.ts';
import { recordFromJson } from '../protocol/json/record-json.ts';
import { encodeText } from '../protocol/text.ts';
import { MAX_OVERRIDES, OVERRIDE_TTL_SECONDS } from './limits.ts';

/** Records that an operator gives instead of those that servers have: a local zone. */
export interface Overrides {
  /** @returns undefined where there is none, and servers are asked */
  find(handle: Handle): readonly HandleValue[] | undefined;
}

type ValuesOf = (handle: Handle) => readonly HandleValue[];

/**
 * Reads overrides: `{"20.500.1/abc": "https://…", "20.500.9": "https://…/{suffix}"}`. What has no
 * slash is a prefix and stands for all of its handles; in its URL `{suffix}` and `{handle}` are put
 * in. In place of a URL may stand a record: `{"values": […]}`.
 *
 * @throws ProtocolError with code `json` that names the entry
 */
export function readOverrides(json: unknown): Overrides {
  const entries = Object.entries(objectAt(json, 'the file'));
  if (entries.length > MAX_OVERRIDES) {
    throw new ProtocolError('json', `${entries.length} entries, at most ${MAX_OVERRIDES} may be`);
  }
  const handles = new Map<string, ValuesOf>();
  const prefixes = new Map<string, ValuesOf>();
  for (const [name, entry] of entries) {
    const path = JSON.stringify(name);
    if (name === '') throw jsonError(path, 'a handle or a prefix', name);
    const values = valuesOf(entry, name, path);
    if (name.includes('/')) handles.set(comparisonForm(name), values);
    else prefixes.set(asciiUpper(name), values);
  }
  return {
    find(handle) {
      const own = handles.get(comparisonForm(handle));
      if (own !== undefined) return own(handle);
      if (prefixes.size === 0 || !handle.includes('/')) return undefined;
      return prefixes.get(asciiUpper(prefixOf(handle)))?.(handle);
    },
  };
}

function valuesOf(entry: unknown, name: string, path: string): ValuesOf {
  if (typeof entry === 'string') return urlValues(textAt(entry, path), path);
  const { values } = recordFromJson(entry, name);
  if (values.length === 0) throw jsonError(path, 'at least one value', entry);
  return () => values;
}

function urlValues(url: string, path: string): ValuesOf {
  if (!URL.canParse(url)) throw jsonError(path, 'a URL or a record', url);
  if (!/\{(?:suffix|handle)\}/.test(url)) {
    const values = [urlValue(url)];
    return () => values;
  }
  return (handle) => {
    const parts = { suffix: inUrl(suffixOf(handle)), handle: inUrl(handle) };
    return [
      urlValue(url.replace(/\{(suffix|handle)\}/g, (_, name: keyof typeof parts) => parts[name])),
    ];
  };
}

/** Percent-encoded as part of a path or query; slashes stay. */
function inUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2F', '/');
}

function urlValue(url: string): HandleValue {
  return {
    index: 1,
    timestamp: 0,
    ttlType: TtlType.relative,
    ttl: OVERRIDE_TTL_SECONDS,
    permissions: DEFAULT_PERMISSIONS,
    type: ValueType.url,
    data: encodeText(url),
    references: [],
  };
}
