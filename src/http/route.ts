import { type Handle, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import { handleFromPath } from './handle-from-path.ts';
import { MAX_TARGET_BYTES } from './limits.ts';
import { percentDecode } from './percent-decode.ts';
import { splitTarget } from './request-target.ts';

/**
 * A path that means just what it says: it begins with a digit as nearly all handles do and no reserved
 * path does, and nothing in it is encoded.
 */
const PLAIN = /^\/\d[!"$&->@-~]*$/;

/** Where a request goes. */
export interface Route {
  /** What the router matches: a reserved path, or one of {@link RouteName}. */
  readonly path: string;
  /** Empty when the request is about none. */
  readonly handle: Handle;
  /** The raw query, without the `?`. */
  readonly query: string;
  /** Whether the client is a program that expects JSON. */
  readonly api: boolean;
}

/** Routes without a path of their own. No request can name them: its paths are percent-decoded. */
export const RouteName = {
  handle: '/%handle',
  apiHandle: '/%api-handle',
  unknownApi: '/%unknown-api',
  badEscape: '/%bad-escape',
  badTarget: '/%bad-target',
  tooLong: '/%too-long',
  server: '/%server',
  message: '/%message',
} as const;

/** The way of a native message, whatever its target: deployed clients name the handle there. */
export const MESSAGE_ROUTE: Route = {
  path: RouteName.message,
  handle: '',
  query: '',
  api: true,
};

/** Paths that look like handles and are none; matched after percent-decoding, case-sensitively. */
const RESERVED: ReadonlySet<string> = new Set([
  '/favicon.ico',
  '/robots.txt',
  '/help',
  '/help.html',
  '/livez',
  '/readyz',
  '/openapi.json',
]);

const RESERVED_FOLDERS = ['/static', '/.well-known'] as const;

/**
 * Reads the target of a request line. The router gets a name instead of the target, because
 * routers and URL parsers normalise paths that are legal handles (`20.500.1/a/../b`).
 */
export function routeOf(target: string): Route {
  if (target.length <= MAX_HANDLE_BYTES && PLAIN.test(target)) {
    return { path: RouteName.handle, handle: target.slice(1), query: '', api: false };
  }
  const api = /^\/api(?:[/?#]|$)/i.test(target);
  const route = (path: string, handle = '', query = ''): Route => ({ path, handle, query, api });
  // Targets are Latin-1 text, one character for each byte.
  if (target.length > MAX_TARGET_BYTES) return route(RouteName.tooLong);
  const parts = splitTarget(target);
  if (parts === undefined) return route(RouteName.badTarget);
  const { path, query } = parts;
  if (path === '*') return route(RouteName.server);
  const reserved = reservedPath(path);
  if (reserved !== undefined) return route(reserved, '', query);

  const meaning = handleFromPath(path);
  switch (meaning.kind) {
    case 'nothing':
      return route('/', '', query);
    case 'bad-escape':
      return route(RouteName.badEscape);
    case 'unknown-api':
      return { path: RouteName.unknownApi, handle: '', query, api: true };
    case 'api-handle':
    case 'handle': {
      const isApi = meaning.kind === 'api-handle';
      const { handle } = meaning;
      if (isTooLong(handle)) return { path: RouteName.tooLong, handle: '', query, api: isApi };
      return { path: isApi ? RouteName.apiHandle : RouteName.handle, handle, query, api: isApi };
    }
  }
}

export function isTooLong(handle: Handle): boolean {
  return handle.length * 3 > MAX_HANDLE_BYTES && Buffer.byteLength(handle) > MAX_HANDLE_BYTES;
}

function reservedPath(path: string): string | undefined {
  const decoded = percentDecode(path);
  if (decoded === undefined) return undefined;
  if (RESERVED.has(decoded)) return decoded;
  const folder = RESERVED_FOLDERS.find(
    (name) => decoded === name || decoded.startsWith(`${name}/`),
  );
  return folder && decoded;
}
