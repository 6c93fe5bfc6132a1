import type { Hono } from 'hono';
import { openApiDocument } from './openapi/document.ts';
import type { PublicAddress } from './public-address.ts';
import { JSON_TYPE, type ResponseHeaders, respond } from './respond.ts';
import type { HttpEnv } from './visit.ts';

const HEADERS: ResponseHeaders = {
  'Content-Type': JSON_TYPE,
  'Cache-Control': 'public, max-age=3600',
};

/** Serves the description of the API; it is the same as long as the process lives. */
export function addOpenApiRoute(app: Hono<HttpEnv>, address: PublicAddress): void {
  const text = JSON.stringify(openApiDocument(address.link('')));
  app.get('/openapi.json', () => respond(200, HEADERS, text));
}
