import { Hono } from 'hono';
import type { Handle } from '../handle/handle.ts';
import { addFixedRoutes } from './fixed-routes.ts';
import { addHandleRoutes } from './handle-routes.ts';
import type { HttpContext } from './http-context.ts';
import { addOpenApiRoute } from './openapi-route.ts';
import { otherMethod } from './other-method.ts';
import { createPages } from './pages.ts';
import { publicAddress } from './public-address.ts';
import { QuickRedirects } from './quick-redirect.ts';
import { requestError } from './request-error.ts';
import { addSecurityText } from './security-text.ts';
import { createAssets } from './static-files.ts';
import { loadTemplates, type Templates } from './templates.ts';
import type { HttpEnv } from './visit.ts';

/** What may differ from one host name to the next. */
export interface SiteOptions {
  /** @default the ones that come with this package */
  readonly templates?: Templates;
  /** Where visitors see this proxy, when that is not the host they asked: `https://hdl.example/`. */
  readonly publicUrl?: string;
  /** Parameters that stand for `locatt`: `id=1` is then the same as `locatt=id:1`. @default none */
  readonly locattShortcuts?: readonly string[];
  /** The tag of the language of pages for visitors whom none suits. @default 'en' */
  readonly defaultLanguage?: string;
  /** What the pages call themselves. @default a name in the visitor's language */
  readonly siteTitle?: string;
}

/** What is the same for all host names. */
export interface SharedParts extends Omit<HttpContext, 'pages' | 'address' | 'locattShortcuts'> {
  readonly ready: () => boolean;
  readonly securityContact: string | undefined;
  readonly onError: (error: Error, handle: Handle | undefined) => void;
}

/** What answers under one host name. */
export interface Site {
  readonly hono: Hono<HttpEnv>;
  readonly quick: QuickRedirects;
}

/**
 * The routes of one host name.
 *
 * @throws when `publicUrl` is no URL
 */
export function createSite(options: SiteOptions, shared: SharedParts): Site {
  const templates = options.templates ?? loadTemplates();
  const address = publicAddress(options.publicUrl);
  const assets = createAssets(templates);
  const pages = createPages({
    templates,
    assets,
    base: address.base,
    ...(options.defaultLanguage !== undefined && { language: options.defaultLanguage }),
    ...(options.siteTitle !== undefined && { title: options.siteTitle }),
  });
  const { ready, securityContact, onError } = shared;
  const hono = new Hono<HttpEnv>({ getPath: (_request, given) => pathOf(given?.env) });
  if (securityContact !== undefined) addSecurityText(hono, securityContact, address, shared.clock);
  addFixedRoutes(hono, pages, assets, ready);
  addOpenApiRoute(hono, address);
  const { locattShortcuts = [] } = options;
  const context: HttpContext = { ...shared, pages, address, locattShortcuts };
  addHandleRoutes(hono, context);
  // Every path has a route, so that what is not found is the method.
  hono.notFound(({ env }) => otherMethod(pages, env.visit));
  hono.onError((error, { env: { visit } }) => {
    // Whoever went away is no failure of ours; nobody will see this answer.
    if (!visit.isGone) onError(error, visit.handle);
    return requestError(pages, visit, 'unexpected');
  });
  return { hono, quick: new QuickRedirects(context) };
}

function pathOf(env: unknown): string {
  return (env as HttpEnv['Bindings']).visit.route.path;
}
