import type { IncomingMessage } from 'node:http';

/**
 * The first header of the name, which is what node:http gives for those that come once: without the
 * object of all headers, which it makes when one is asked for.
 *
 * @param name in lower case
 */
export function rawHeader({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] ?? '';
    if (given.length === name.length && given.toLowerCase() === name) return rawHeaders[at + 1];
  }
  return undefined;
}
