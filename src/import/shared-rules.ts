import { becomesList, hasNone, type Rule } from './rules.ts';

/** In all files of the kind, pages are written in another language of templates. */
export const PAGES_WRITTEN_ANEW =
  'pages are templates of another kind here: see docs/pages.md, and name their folder with templates';

/** The header in which proxies in front say whom they speak for. */
const remoteAddressHeader: Rule = (value, source, findings) => {
  const known = ['X-Forwarded-For', 'Forwarded'].find(
    (name) => name.toLowerCase() === value.trim().toLowerCase(),
  );
  if (known !== undefined) {
    findings.take(
      source,
      'clientAddressHeader',
      known,
      'believed from trustedProxies only; name them if no other line did',
    );
  } else {
    findings.leave(source, 'only X-Forwarded-For and Forwarded are read');
  }
};

/** Keys that the standalone proxy and the one in a handle server share. */
export const SHARED_RULES: Readonly<Record<string, Rule>> = {
  remote_address_header: remoteAddressHeader,
  remote_address_internal_proxies: becomesList('trustedProxies'),
  favicon: hasNone('put favicon.ico into static/ of a folder of templates'),
  favicon_url: hasNone('put favicon.ico into static/ of a folder of templates'),
  robots_txt: hasNone('/robots.txt keeps robots slow and cannot be changed'),
};
