import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { type ResponseHeaders, respond } from './respond.ts';
import type { Templates } from './templates.ts';

/** A file that pages refer to. */
export interface Asset {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly contentType: string;
  /** Changes with the content. */
  readonly version: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css;charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
};

/** An address that names the content's version never changes its content. */
const FOREVER = 'public, max-age=31536000, immutable';
const ONE_HOUR = 'public, max-age=3600';

/** The files beside the pages, by name. */
export interface Assets {
  get(name: string): Asset | undefined;
}

export function createAssets(templates: Pick<Templates, 'assets' | 'version'>): Assets {
  let version = -1;
  let assets: ReadonlyMap<string, Asset> = new Map();
  return {
    get(name) {
      if (version !== templates.version) {
        version = templates.version;
        assets = new Map(
          [...templates.assets].map(([file, bytes]) => [file, assetOf(file, bytes)]),
        );
      }
      return assets.get(name);
    },
  };
}

function assetOf(name: string, bytes: Buffer<ArrayBuffer>): Asset {
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const contentType = CONTENT_TYPES[extname(name)] ?? 'application/octet-stream';
  return { bytes, contentType, version };
}

/**
 * @param query of the request; `v=` names the version it is for
 */
export function assetResponse(asset: Asset, query: string): Response {
  const headers: ResponseHeaders = {
    'Cache-Control': query === `v=${asset.version}` ? FOREVER : ONE_HOUR,
    ETag: `"${asset.version}"`,
    'Content-Type': asset.contentType,
  };
  return respond(200, headers, asset.bytes);
}
