import { describe, expect, it } from 'vitest';
import { encodeLocalInfo } from '../../src/protocol/files/local-info.ts';
import { siteToJson } from '../../src/protocol/json/site-json.ts';
import { encodeSite } from '../../src/protocol/site.ts';
import { readLocalSites, readSite } from '../../src/resolver/local-sites-file.ts';
import { site } from './kit/records.ts';

const SITE = site('192.0.2.1');
const entry = { nas: ['0.NA/20.500.1', '20.500.2', '20.500.3/x'], site: siteToJson(SITE) };
const bytesOf = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

describe('a local_info file', () => {
  it('is read as JSON; prefixes may be written without 0.NA/', () => {
    const [first] = readLocalSites(bytesOf([entry]));
    expect(first?.prefixHandles).toEqual(['0.NA/20.500.1', '0.NA/20.500.2', '20.500.3/x']);
    expect(first?.site).toEqual(SITE);
  });

  it('is read in its binary form', () => {
    const entries = [{ prefixHandles: ['0.NA/20.500.1'], site: SITE }];
    expect(readLocalSites(encodeLocalInfo(entries))).toEqual(entries);
  });

  it.each([
    [bytesOf([]), 'names no site'],
    [bytesOf({}), 'the file: an array expected'],
    [bytesOf([entry, { nas: [5], site: entry.site }]), 'the file[1].nas[0]: a string expected'],
    [bytesOf([{ nas: [], site: {} }]), 'the file[0].site.'],
    [new TextEncoder().encode('[{'), 'JSON'],
    [new Uint8Array([0, 0, 0, 9, 0, 0, 0, 0]), 'announced'],
    [new Uint8Array(), 'JSON'],
  ])('that is broken is refused (%#)', (bytes, says) => {
    expect(() => readLocalSites(bytes)).toThrow(says);
  });
});

describe('a resolver_site file', () => {
  it.each([
    ['JSON', bytesOf(siteToJson(SITE))],
    ['its binary form', encodeSite(SITE)],
  ])('is read as %s', (_, bytes) => {
    expect(readSite(bytes)).toEqual(SITE);
  });

  it('that is broken is refused', () => {
    expect(() => readSite(encodeSite(SITE).subarray(0, 40))).toThrow();
  });
});
