import { hasType, ValueType } from '../../handle/value-type.ts';
import { decodeAdminRecord, encodeAdminRecord } from '../admin-record.ts';
import { ProtocolError } from '../errors.ts';
import { MAX_FIELD_BYTES, MAX_VLIST_MEMBERS } from '../limits.ts';
import { decodeSite, encodeSite } from '../site.ts';
import { encodeText } from '../text.ts';
import { decodeVlist, encodeVlist } from '../vlist.ts';
import { type AdminJson, adminFromJson, adminToJson } from './admin-json.ts';
import { base64At, base64Text, dataText, hexAt } from './bytes-json.ts';
import type { Jwk } from './jwk.ts';
import { jwkOf, keyRecordOf } from './key-data-json.ts';
import { jsonError, objectAt, textAt } from './members.ts';
import { type ReferenceJson, referencesFromJson, referencesToJson } from './reference-json.ts';
import { type SiteJson, siteFromJson, siteToJson } from './site-json.ts';

/** The JSON form of a value's data. */
export type DataJson =
  | { readonly format: 'string'; readonly value: string }
  | { readonly format: 'base64'; readonly value: string }
  | { readonly format: 'admin'; readonly value: AdminJson }
  | { readonly format: 'vlist'; readonly value: readonly ReferenceJson[] }
  | { readonly format: 'site'; readonly value: SiteJson }
  | { readonly format: 'key'; readonly value: Jwk };

/** The form goes by the value's type where the data can be read as such, else by how they look. */
export function dataToJson(type: string, data: Uint8Array): DataJson {
  return structured(type, data) ?? plain(data);
}

/**
 * Reads data in any form, whatever the type of its value; a bare string is text.
 *
 * @throws ProtocolError with code `json`
 */
export function dataFromJson(json: unknown, path = 'data'): Uint8Array {
  const data = typeof json === 'string' ? encodeText(textAt(json, path)) : formatted(json, path);
  if (data.length > MAX_FIELD_BYTES) {
    throw new ProtocolError('json', `${path}: longer than ${MAX_FIELD_BYTES} bytes`);
  }
  return data;
}

function structured(type: string, data: Uint8Array): DataJson | undefined {
  try {
    if (hasType(type, ValueType.admin)) {
      return { format: 'admin', value: adminToJson(decodeAdminRecord(data)) };
    }
    if (hasType(type, ValueType.vlist)) {
      return { format: 'vlist', value: referencesToJson(decodeVlist(data)) };
    }
    if (hasType(type, ValueType.site) || hasType(type, ValueType.naDelegate)) {
      return { format: 'site', value: siteToJson(decodeSite(data)) };
    }
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
  const jwk = hasType(type, ValueType.pubkey) ? jwkOf(data) : undefined;
  return jwk && { format: 'key', value: jwk };
}

function plain(data: Uint8Array): DataJson {
  const text = dataText(data);
  if (text !== undefined) return { format: 'string', value: text };
  return { format: 'base64', value: base64Text(data) };
}

function formatted(json: unknown, path: string): Uint8Array {
  const { format, value } = objectAt(json, path);
  const at = `${path}.value`;
  switch (format) {
    case 'string':
      return encodeText(textAt(value, at));
    case 'base64':
      return base64At(value, at);
    case 'hex':
      return hexAt(value, at);
    case 'admin':
      return encodeAdminRecord(adminFromJson(value, at));
    case 'vlist':
      return encodeVlist(referencesFromJson(value, at, MAX_VLIST_MEMBERS));
    case 'site':
      return encodeSite(siteFromJson(value, at));
    case 'key':
      return keyRecordOf(value, at);
    default:
      throw jsonError(
        `${path}.format`,
        '"string", "base64", "hex", "admin", "vlist", "site" or "key"',
        format,
      );
  }
}
