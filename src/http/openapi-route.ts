import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { openApiDocument } from './openapi/document.ts';
import type { PublicAddress } from './public-address.ts';
import { JSON_TYPE } from './respond.ts';
import { type Asset, assetResponse } from './static-files.ts';
import type { HttpEnv } from './visit.ts';

/** Serves the description of the API; it is the same as long as the process lives. */
export function addOpenApiRoute(app: Hono<HttpEnv>, address: PublicAddress): void {
  const bytes = Buffer.from(JSON.stringify(openApiDocument(address.link(''))));
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const asset: Asset = { bytes, contentType: JSON_TYPE, version };
  app.get('/openapi.json', ({ env: { visit } }) =>
    assetResponse(asset, visit.route.query, visit.incoming.headers['if-none-match']),
  );
}
