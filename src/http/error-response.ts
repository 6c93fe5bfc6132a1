import type { Explanation } from './explain.ts';
import type { Pages } from './pages.ts';
import { HTML, NO_INDEX, NO_STORE, type ResponseHeaders, respond } from './respond.ts';

export function errorResponse(
  pages: Pages,
  explanation: Explanation,
  headers: ResponseHeaders = NO_STORE,
): Response {
  const body = pages.error(explanation);
  return respond(explanation.status, { 'Content-Type': HTML, ...NO_INDEX, ...headers }, body);
}
