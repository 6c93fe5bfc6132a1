import { basename } from 'node:path';
import { readBootstrap } from '../resolver/bootstrap-file.ts';
import { readLocalSites, readSite } from '../resolver/local-sites-file.ts';
import { decodeText } from './decode-text.ts';
import type { Findings } from './findings.ts';
import { importDct } from './import-dct.ts';
import { ImportError } from './import-error.ts';
import { importProperties } from './import-properties.ts';
import { MAX_IMPORT_BYTES } from './limits.ts';

/**
 * Takes over what a file of the handle software says, whichever it is; that is told by what is in
 * it, and by the name only where that does not tell. Files of sites are checked and named by their
 * path, since they are read as they are.
 *
 * @param path as it shall stand in the config file
 * @throws ImportError when it cannot be read
 */
export function importFile(path: string, bytes: Uint8Array, findings: Findings): void {
  if (bytes.length > MAX_IMPORT_BYTES) throw new ImportError(`it has ${bytes.length} bytes`);
  const source = { file: path, key: basename(path) };
  const content = contentOf(path, bytes);
  switch (content.kind) {
    case 'local_info':
      check(() => readLocalSites(bytes));
      findings.take(source, 'localServices', path, 'read as it is');
      break;
    case 'resolver_site':
      check(() => readSite(bytes));
      findings.take(
        source,
        'resolverSite',
        path,
        'read as it is; for the site of a registry of your own, use bootstrap instead',
      );
      break;
    case 'bootstrap_handles':
      check(() => readBootstrap(content.json));
      findings.take(source, 'bootstrap', path, 'read as it is');
      break;
    case 'local_nas':
      findings.leave(source, 'resolverSite is asked for all handles, whatever their prefix');
      break;
    case 'dct':
      importDct(path, decodeText(bytes), findings);
      break;
    case 'properties':
      importProperties(path, bytes, findings);
  }
}

type Content =
  | { readonly kind: 'local_info' | 'resolver_site' | 'local_nas' | 'dct' | 'properties' }
  | { readonly kind: 'bootstrap_handles'; readonly json: unknown };

function contentOf(path: string, bytes: Uint8Array): Content {
  if (bytes[0] === 0) return { kind: announcesItsLength(bytes) ? 'local_info' : 'resolver_site' };
  if (/^local_nas/i.test(basename(path))) return { kind: 'local_nas' };
  const text = decodeText(bytes);
  if (!/^\uFEFF?\s*[{[]/.test(text)) {
    // It may begin with a comment.
    return { kind: /\.dct$/i.test(path) ? 'dct' : 'properties' };
  }
  const json = jsonIn(text);
  if (json === undefined) {
    if (/^\uFEFF?\s*\{/.test(text) && !/\.json$/i.test(path)) return { kind: 'dct' };
    throw new ImportError('it is not JSON');
  }
  if (Array.isArray(json)) return { kind: 'local_info' };
  const isSite = Object.keys(json as object).some((key) => /^server(?:s|List)$/i.test(key));
  return isSite ? { kind: 'resolver_site' } : { kind: 'bootstrap_handles', json };
}

/** A local_info file begins with its own length, a site with its version. */
function announcesItsLength(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && Buffer.from(bytes).readUInt32BE(0) === bytes.length;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function check(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    throw new ImportError(error instanceof Error ? error.message : String(error));
  }
}
