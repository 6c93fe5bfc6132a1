import { textThat } from './kind.ts';
import { urlWithPassword } from './secret.ts';

/** An address such as `rediss://user:password@cache.example.org:6379/0`. */
export const redisAddress = urlWithPassword(
  textThat(
    'URL',
    'a redis or rediss URL such as redis://cache.example.org:6379 or rediss://user:password@cache.example.org',
    (given) => {
      if (!URL.canParse(given) || /[?#\s]/.test(given)) return false;
      const { protocol, hostname, pathname, username, password } = new URL(given);
      return (
        /^rediss?:$/.test(protocol) &&
        hostname !== '' &&
        /^(?:\/\d{0,5})?$/.test(pathname) &&
        canDecode(username) &&
        canDecode(password)
      );
    },
  ),
);

/** The client decodes them when it connects, and that must not fail then. */
function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
