import {
  HashOption,
  type ProtocolVersion,
  type Site,
  type SiteAttribute,
  SiteFlag,
} from '../../handle/site.ts';
import { ProtocolError } from '../errors.ts';
import { MAX_ATTRIBUTES, MAX_SERVERS } from '../limits.ts';
import { legacyMember } from './legacy-member.ts';
import { flagAt, integerAt, jsonError, listAt, objectAt, textAt } from './members.ts';
import { type ServerJson, serverFromJson, serverToJson } from './server-json.ts';

/** The JSON form of HS_SITE data, as in `siteinfo.json`. */
export interface SiteJson {
  readonly version: number;
  /** `2.11` */
  readonly protocolVersion: string;
  readonly serialNumber: number;
  readonly primarySite: boolean;
  readonly multiPrimary: boolean;
  /** Left out when the whole handle counts. */
  readonly hashOption?: number;
  /** Left out when empty. */
  readonly hashFilter?: string;
  /** Left out when there are none. */
  readonly attributes?: readonly SiteAttribute[];
  readonly servers: readonly ServerJson[];
}

/** Flags and interface bits without a name are lost: JSON has no place for them. */
export function siteToJson(site: Site): SiteJson {
  const { major, minor } = site.protocolVersion;
  return {
    version: site.version,
    protocolVersion: `${major}.${minor}`,
    serialNumber: site.serialNumber,
    primarySite: (site.flags & SiteFlag.primary) !== 0,
    multiPrimary: (site.flags & SiteFlag.multiPrimary) !== 0,
    ...(site.hashOption !== HashOption.byHandle && { hashOption: site.hashOption }),
    ...(site.hashFilter !== '' && { hashFilter: site.hashFilter }),
    ...(site.attributes.length > 0 && {
      attributes: site.attributes.map(({ name, value }) => ({ name, value })),
    }),
    servers: site.servers.map(serverToJson),
  };
}

/** Reads a site, also in the spellings of old writers. @throws ProtocolError with code `json` */
export function siteFromJson(json: unknown, path = 'site'): Site {
  const member = legacyMember(objectAt(json, path));
  const primary = flagAt(member('primarySite'), `${path}.primarySite`) ? SiteFlag.primary : 0;
  const multi = flagAt(member('multiPrimary'), `${path}.multiPrimary`) ? SiteFlag.multiPrimary : 0;
  return {
    version: integerAt(member('version') ?? 1, `${path}.version`, 0, 0xffff),
    protocolVersion: versionAt(member('protocolVersion'), `${path}.protocolVersion`),
    serialNumber: integerAt(member('serialNumber'), `${path}.serialNumber`, 0, 0xffff),
    flags: primary | multi,
    hashOption: integerAt(
      member('hashOption') ?? HashOption.byHandle,
      `${path}.hashOption`,
      0,
      0xff,
    ),
    hashFilter: textAt(member('hashFilter') ?? '', `${path}.hashFilter`),
    attributes: attributesAt(member('attributes', 'attributeList'), `${path}.attributes`),
    servers: listAt(
      member('servers', 'serverList'),
      `${path}.servers`,
      MAX_SERVERS,
      serverFromJson,
    ),
  };
}

function versionAt(json: unknown, path: string): ProtocolVersion {
  const parts = typeof json === 'string' ? /^(\d{1,3})\.(\d{1,3})$/.exec(json) : null;
  const major = Number(parts?.[1]);
  const minor = Number(parts?.[2]);
  if (major <= 0xff && minor <= 0xff) return { major, minor };
  throw jsonError(path, 'a version such as "2.11"', json);
}

/** A list of names and values, or an object whose members are a value or a list of values. */
function attributesAt(json: unknown, path: string): SiteAttribute[] {
  if (json === undefined) return [];
  if (Array.isArray(json)) return listAt(json, path, MAX_ATTRIBUTES, attributeAt);
  const attributes = Object.entries(objectAt(json, path)).flatMap(([name, member]) =>
    attributesNamed(name, member, path),
  );
  if (attributes.length > MAX_ATTRIBUTES) {
    throw new ProtocolError('json', `${path}: at most ${MAX_ATTRIBUTES} attributes may be`);
  }
  return attributes;
}

function attributeAt(json: unknown, path: string): SiteAttribute {
  const member = legacyMember(objectAt(json, path));
  return {
    name: textAt(member('name'), `${path}.name`),
    value: textAt(member('value'), `${path}.value`),
  };
}

function attributesNamed(written: string, json: unknown, path: string): SiteAttribute[] {
  const name = textAt(written, path);
  const values = Array.isArray(json) ? json : [json];
  return listAt(values, `${path}.${name}`, MAX_ATTRIBUTES, (value, at) => ({
    name,
    value: textAt(value, at),
  }));
}
