import { comparisonForm, type Handle, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import { DEFAULT_TTL_SECONDS, type HandleValue, TtlType } from '../handle/handle-value.ts';
import { DEFAULT_PERMISSIONS } from '../handle/permission.ts';
import { ValueType } from '../handle/value-type.ts';
import { recordFromJson } from '../protocol/json/record-json.ts';
import { siteFromJson } from '../protocol/json/site-json.ts';
import { encodeSite } from '../protocol/site.ts';
import { type Bootstrap, bootstrapOf } from './bootstrap.ts';
import { BootstrapError } from './bootstrap-error.ts';

type JsonObject = { readonly [name: string]: unknown };

const FORMS =
  'a bootstrap_handles object, one site (as in siteinfo.json), or an array of sites expected';

/**
 * Reads what a bootstrap file holds, in any of the forms that handle server software writes:
 * `bootstrap_handles` with or without its `{lastUpdate, handles}` wrapper, the `siteinfo.json` of
 * one site of the global registry, or an array of such sites.
 *
 * @param json the parsed file
 * @throws BootstrapError that names what is wrong
 */
export function readBootstrap(json: unknown): Bootstrap {
  try {
    return bootstrapOf(recordsOf(json), lastUpdateOf(json));
  } catch (error) {
    if (error instanceof BootstrapError) throw error;
    throw new BootstrapError(
      'value',
      `the bootstrap cannot be read: ${(error as Error).message}`,
      error,
    );
  }
}

function recordsOf(json: unknown): Map<string, readonly HandleValue[]> {
  if (Array.isArray(json)) return recordsOfSites(json);
  if (typeof json !== 'object' || json === null) throw new BootstrapError('form', FORMS);
  const object = json as JsonObject;
  if (isSite(object)) return recordsOfSites([object]);
  const handles = 'handles' in object ? object.handles : object;
  if (typeof handles !== 'object' || handles === null || Array.isArray(handles)) {
    throw new BootstrapError('form', 'the member "handles" of the bootstrap must be an object');
  }
  return recordsOfHandles(handles as JsonObject);
}

/** Only a member of the object around the records says it, and nobody has to. */
function lastUpdateOf(json: unknown): number {
  const { lastUpdate } = json as JsonObject;
  return typeof lastUpdate === 'number' && lastUpdate > 0 ? lastUpdate : 0;
}

/** Old writers spelled the members of sites with capitals. */
function isSite(object: JsonObject): boolean {
  return ['servers', 'Servers', 'serverList', 'ServerList'].some((name) => name in object);
}

function recordsOfSites(sites: readonly unknown[]): Map<string, readonly HandleValue[]> {
  if (sites.length === 0) throw new BootstrapError('no-sites', 'the bootstrap is an empty array');
  const values = sites.map((json, position): HandleValue => {
    const path = sites.length === 1 ? 'site' : `site ${position + 1}`;
    return siteValue(position + 1, encodeSite(siteFromJson(json, path)));
  });
  return new Map([[comparisonForm(ROOT_PREFIX_HANDLE), values]]);
}

function recordsOfHandles(handles: JsonObject): Map<string, readonly HandleValue[]> {
  const records = new Map<string, readonly HandleValue[]>();
  for (const [handle, record] of Object.entries(handles)) {
    // Its own members besides the records, in the form without a wrapper.
    if (handle === 'lastUpdate') continue;
    if (!handle.includes('/')) {
      throw new BootstrapError('form', `${FORMS}; "${handle}" is no handle`);
    }
    records.set(comparisonForm(handle), recordFromJson(record, handle as Handle).values);
  }
  return records;
}

function siteValue(index: number, data: Uint8Array): HandleValue {
  return {
    index,
    timestamp: 0,
    ttlType: TtlType.relative,
    ttl: DEFAULT_TTL_SECONDS,
    permissions: DEFAULT_PERMISSIONS,
    type: ValueType.site,
    data,
    references: [],
  };
}
