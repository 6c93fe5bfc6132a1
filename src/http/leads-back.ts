import { type Handle, sameHandle } from '../handle/handle.ts';
import { handleFromPath } from './handle-from-path.ts';

const WEB_ADDRESS = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)/i;

/**
 * Whether a URL is one of this proxy's own for one of these handles: a redirect there would come
 * back for ever.
 *
 * @param hosts under which visitors reach this proxy, with their ports
 * @param base path under which they see it; begins and ends with `/`
 */
export function leadsBack(
  location: string,
  hosts: readonly string[],
  base: string,
  handles: readonly Handle[],
): boolean {
  const parts = WEB_ADDRESS.exec(location);
  if (parts === null) return false;
  const [, host = '', path = ''] = parts;
  const named = withoutDefaultPort(host);
  if (!hosts.some((own) => withoutDefaultPort(own) === named)) return false;
  const own = path.startsWith(base) ? path.slice(base.length - 1) : path;
  const meaning = handleFromPath(own);
  return meaning.kind === 'handle' && handles.some((handle) => sameHandle(handle, meaning.handle));
}

/** Host and port of a web address in the spelling in which they are compared; undefined for any other. */
export function webHost(location: string): string | undefined {
  const host = WEB_ADDRESS.exec(location)?.[1];
  return host === undefined ? undefined : withoutDefaultPort(host);
}

/** One spelling for each host, as they are compared. */
export function withoutDefaultPort(host: string): string {
  return host.toLowerCase().replace(/:(?:80|443)?$/, '');
}
