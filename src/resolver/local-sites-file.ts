import type { Site } from '../handle/site.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { decodeLocalInfo, type LocalSite } from '../protocol/files/local-info.ts';
import { listAt, objectAt, textAt } from '../protocol/json/members.ts';
import { siteFromJson } from '../protocol/json/site-json.ts';
import { MAX_LOCAL_PREFIXES, MAX_LOCAL_SITES } from '../protocol/limits.ts';
import { decodeSite } from '../protocol/site.ts';

/**
 * Reads a `local_info` or `local_info.json` file: which sites are asked for which prefixes without
 * asking the registry. A prefix may stand as `0.NA/20.500.1` or as `20.500.1`; a whole handle may
 * stand in its place.
 *
 * @throws ProtocolError, or SyntaxError, that says what is wrong
 */
export function readLocalSites(bytes: Uint8Array): LocalSite[] {
  const entries = isJson(bytes)
    ? listAt(parseJson(bytes), 'the file', MAX_LOCAL_SITES, localSiteFromJson)
    : decodeLocalInfo(bytes);
  if (entries.length === 0) throw new ProtocolError('json', 'the file names no site');
  return entries.map(({ prefixHandles, site }) => ({
    prefixHandles: prefixHandles.map((name) => (name.includes('/') ? name : `0.NA/${name}`)),
    site,
  }));
}

/**
 * Reads a `resolver_site` or `siteinfo.json` file: one site.
 *
 * @throws ProtocolError, or SyntaxError, that says what is wrong
 */
export function readSite(bytes: Uint8Array): Site {
  return isJson(bytes) ? siteFromJson(parseJson(bytes)) : decodeSite(bytes);
}

function localSiteFromJson(json: unknown, path: string): LocalSite {
  const { nas, site } = objectAt(json, path);
  return {
    prefixHandles: listAt(nas, `${path}.nas`, MAX_LOCAL_PREFIXES, textAt),
    site: siteFromJson(site, `${path}.site`),
  };
}

/** The binary forms begin with a number whose first byte is zero in all files there are. */
function isJson(bytes: Uint8Array): boolean {
  return bytes[0] !== 0;
}

function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}
