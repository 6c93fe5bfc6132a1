import { DEFAULT_TTL_SECONDS, type HandleValue, TtlType } from '../../handle/handle-value.ts';
import { DEFAULT_PERMISSIONS, parsePermissions, permissionText } from '../../handle/permission.ts';
import { MAX_REFERENCES } from '../limits.ts';
import { type DataJson, dataFromJson, dataToJson } from './data-json.ts';
import { instantAt, instantText } from './instant.ts';
import { int32At, integerAt, jsonError, objectAt, textAt } from './members.ts';
import { type ReferenceJson, referencesFromJson, referencesToJson } from './reference-json.ts';

/** The JSON form of a value, its members in this order. */
export interface ValueJson {
  readonly index: number;
  readonly type: string;
  readonly data: DataJson;
  /** `1111` and the like; left out for `1110`, which nearly every value has. */
  readonly permissions?: string;
  /** Seconds, or the time at which the value expires. */
  readonly ttl: number | string;
  /** Left out when unknown. */
  readonly timestamp?: string;
  /** Left out when there are none. */
  readonly references?: readonly ReferenceJson[];
}

/** Permission bits and TTL types without a name are lost: JSON has no place for them. */
export function valueToJson(value: HandleValue): ValueJson {
  const permissions = permissionText(value.permissions);
  return {
    index: value.index,
    type: value.type,
    data: dataToJson(value.type, value.data),
    ...(permissions !== DEFAULT_PERMISSION_TEXT && { permissions }),
    ttl: ttlToJson(value),
    ...(value.timestamp !== 0 && { timestamp: instantText(value.timestamp) }),
    ...(value.references.length > 0 && { references: referencesToJson(value.references) }),
  };
}

/**
 * Reads a value; what may be missing gets the usual settings (TTL one day, `1110`).
 *
 * @param path what errors call it
 * @throws ProtocolError with code `json` that names the wrong member and what was expected
 */
export function valueFromJson(json: unknown, path = 'value'): HandleValue {
  const {
    index,
    type,
    data,
    permissions = DEFAULT_PERMISSION_TEXT,
    ttl = DEFAULT_TTL_SECONDS,
    timestamp,
    references = [],
  } = objectAt(json, path);
  return {
    index: int32At(index, `${path}.index`),
    timestamp: timestamp === undefined ? 0 : instantAt(timestamp, `${path}.timestamp`),
    ...ttlFromJson(ttl, `${path}.ttl`),
    permissions: permissionsAt(permissions, `${path}.permissions`),
    type: textAt(type, `${path}.type`),
    data: dataFromJson(data, `${path}.data`),
    references: referencesFromJson(references, `${path}.references`, MAX_REFERENCES),
  };
}

const DEFAULT_PERMISSION_TEXT = permissionText(DEFAULT_PERMISSIONS);

/** Deployed software takes a TTL for a signed number and writes and reads 2^32 − 1 as −1. */
function ttlToJson({ ttlType, ttl }: HandleValue): number | string {
  return ttlType === TtlType.absolute ? instantText(ttl) : ttl | 0;
}

function ttlFromJson(json: unknown, path: string): Pick<HandleValue, 'ttlType' | 'ttl'> {
  if (typeof json === 'string') return { ttlType: TtlType.absolute, ttl: instantAt(json, path) };
  const seconds = integerAt(json, path, -0x8000_0000, 0xffff_ffff);
  return { ttlType: TtlType.relative, ttl: seconds >>> 0 };
}

function permissionsAt(json: unknown, path: string): number {
  const permissions = typeof json === 'string' ? parsePermissions(json) : undefined;
  if (permissions !== undefined) return permissions;
  throw jsonError(path, 'four digits 0 and 1, or "*",', json);
}
