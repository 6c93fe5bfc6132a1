import type { Context, Hono } from 'hono';
import type { Pages } from './pages.ts';
import { requestError } from './request-error.ts';
import { HTML, NO_STORE, type ResponseHeaders, respond } from './respond.ts';
import { type Assets, assetResponse } from './static-files.ts';
import type { HttpEnv, Visit } from './visit.ts';

const TEXT: ResponseHeaders = { 'Content-Type': 'text/plain;charset=utf-8' };
const BY_LANGUAGE: ResponseHeaders = { Vary: 'Accept-Language' };
const ONE_HOUR: ResponseHeaders = { 'Cache-Control': 'public, max-age=3600' };

/** Redirects may be followed, slowly; the record pages behind them are for people. */
const ROBOTS = `User-agent: *
Disallow: /api/
Disallow: /*?
Crawl-delay: 1
`;

/** The form ends in a redirect to anywhere, which Chromium counts as an action of the form. */
const FORM_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' http: https: ftp: mailto:; base-uri 'none'; frame-ancestors 'none'";

/** The routes that are the same whatever the handles: start page, help, probes, files. */
export function addFixedRoutes(
  app: Hono<HttpEnv>,
  pages: Pages,
  assets: Assets,
  ready: () => boolean,
): void {
  const help = ({ env: { visit } }: Context<HttpEnv>) => {
    const local = pages.in(visit.incoming.headers['accept-language']);
    return respond(
      200,
      { 'Content-Type': HTML, ...ONE_HOUR, ...BY_LANGUAGE, ...local.headers },
      local.help(),
    );
  };
  app.get('/', ({ env }) => queryPage(pages, env.visit));
  app.get('/help', help);
  app.get('/help.html', help);
  app.get('/robots.txt', () => respond(200, { ...TEXT, ...ONE_HOUR }, ROBOTS));

  app.get('/livez', () => respond(200, { ...TEXT, ...NO_STORE }, 'alive\n'));
  app.get('/readyz', ({ env }) =>
    ready() && !env.visit.draining
      ? respond(200, { ...TEXT, ...NO_STORE }, 'ready\n')
      : respond(503, { ...TEXT, ...NO_STORE }, 'not ready\n'),
  );

  const file = (visit: Visit, name: string) => {
    const asset = assets.get(name);
    return asset === undefined
      ? requestError(pages, visit, 'nothingHere')
      : assetResponse(asset, visit.route.query);
  };
  app.get('/favicon.ico', ({ env: { visit } }) => file(visit, 'favicon.ico'));
  app.get('/static/*', ({ env: { visit } }) =>
    file(visit, visit.route.path.slice('/static/'.length)),
  );
  app.get('/.well-known/*', ({ env: { visit } }) => requestError(pages, visit, 'nothingHere'));
}

export function queryPage(pages: Pages, { incoming }: Visit): Response {
  const local = pages.in(incoming.headers['accept-language']);
  const headers = {
    'Content-Type': HTML,
    ...ONE_HOUR,
    ...BY_LANGUAGE,
    ...local.headers,
    'Content-Security-Policy': FORM_POLICY,
  };
  return respond(200, headers, local.query());
}
