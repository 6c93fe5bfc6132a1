import type { AdminParts } from './admin-parts.ts';
import { type Answer, answer, json, text } from './answer.ts';
import { cacheEntry } from './cache-entry.ts';
import { indexPage } from './index-page.ts';
import { purge } from './purge.ts';
import { servers } from './servers.ts';

/** What was asked for. */
export interface Asked {
  /** Of the path, what stands behind that of the route; still percent-encoded. */
  readonly rest: string;
  /** Without the `?`. */
  readonly query: string;
}

export interface AdminRoute {
  readonly method: 'GET' | 'POST';
  /** Takes longer paths too where it ends in `/`; but not the index. */
  readonly path: string;
  /** How people write it. */
  readonly example: string;
  readonly description: string;
  /** Whether it is for machines that watch this one and know no token. */
  readonly isProbe?: true;
  readonly answer: (parts: AdminParts, asked: Asked) => Answer | Promise<Answer>;
}

export const ADMIN_ROUTES: readonly AdminRoute[] = [
  {
    method: 'GET',
    path: '/metrics',
    example: '/metrics',
    description: 'metrics for Prometheus',
    answer: async ({ metrics }) => answer(200, metrics.contentType, await metrics.text()),
  },
  {
    method: 'GET',
    path: '/livez',
    example: '/livez',
    description: 'whether the process is well',
    isProbe: true,
    answer: () => text(200, 'alive\n'),
  },
  {
    method: 'GET',
    path: '/readyz',
    example: '/readyz',
    description: 'whether it takes requests',
    isProbe: true,
    answer: ({ ready }) => (ready() ? text(200, 'ready\n') : text(503, 'not ready\n')),
  },
  {
    method: 'GET',
    path: '/servers',
    example: '/servers',
    description: 'the handle servers asked so far: how fast they answer, and what went wrong',
    answer: servers,
  },
  {
    method: 'GET',
    path: '/config',
    example: '/config',
    description: 'the settings that hold, without secrets',
    answer: ({ settings }) => json(settings()),
  },
  {
    method: 'GET',
    path: '/cache/',
    example: '/cache/20.500.1/abc',
    description: 'what is remembered of a handle',
    answer: (parts, { rest }) => cacheEntry(parts, rest),
  },
  {
    method: 'POST',
    path: '/purge',
    example: '/purge?handle=20.500.1/abc',
    description:
      'forgets a handle, or with ?prefix=20.500.1 all of a prefix, or with ?all everything',
    answer: (parts, { query }) => purge(parts, query),
  },
  {
    method: 'GET',
    path: '/',
    example: '/',
    description: 'this list',
    answer: () => indexPage(ADMIN_ROUTES),
  },
];

/** The routes of a path, each for another method. */
export function routesOf(path: string): AdminRoute[] {
  return ADMIN_ROUTES.filter((route) =>
    route.path.length > 1 && route.path.endsWith('/')
      ? path.startsWith(route.path) && path.length > route.path.length
      : path === route.path,
  );
}
