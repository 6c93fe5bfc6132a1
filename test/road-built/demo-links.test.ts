import { expect, it } from 'vitest';
import { program } from '../cli/program.ts';

interface Link {
  readonly url: string;
  readonly status: number;
  readonly feature: string;
}

/** What a demo has to show of each kind, whatever it calls it: a path and how it is answered. */
const MUST_OCCUR: readonly [what: string, isShown: (link: Link) => boolean][] = [
  ['a redirect', ({ status }) => status === 302],
  ['a record page', ({ status, url }) => status === 200 && !url.includes('/api/')],
  ['the JSON API', ({ status, url }) => status === 200 && url.includes('/api/handles/')],
  ['an unknown handle', ({ status, feature }) => status === 404 && /unknown handle/.test(feature)],
  ['an unknown prefix', ({ status, feature }) => status === 404 && /unknown prefix/.test(feature)],
  ['an alias', ({ status, feature }) => status === 302 && /^alias/.test(feature)],
  ['an alias loop', ({ status, feature }) => status === 404 && /alias loop/.test(feature)],
  ['a service through HS_SERV', ({ feature }) => /HS_SERV\b/.test(feature)],
  ['a service of two servers', ({ feature }) => /two servers/.test(feature)],
  ['a referral', ({ feature }) => /derived prefix/.test(feature)],
  ['an old key', ({ feature }) => /DSA/.test(feature)],
  ['a certified answer', ({ url }) => /[?&]cert\b/.test(url)],
  ['an authoritative answer', ({ url }) => /[?&]auth\b/.test(url)],
  ['a record of many datagrams', ({ feature }) => /300 values/.test(feature)],
  ['a signed record', ({ feature }) => feature === 'signed record'],
  ['restricted values', ({ status, feature }) => status === 403 && /restricted/.test(feature)],
  ['a malformed address', ({ status }) => status === 400],
  ['text appended to the URL', ({ url }) => url.includes('urlappend=')],
  ['a scheme that is refused', ({ status, url }) => status === 200 && /javascript/.test(url)],
  ['a name with a hash sign', ({ url, status }) => url.includes('%23') && status === 302],
  ['a name with a percent sign', ({ url, status }) => url.includes('%25') && status === 302],
  ['a name with a question mark', ({ url, status }) => url.includes('%3F') && status === 302],
  ['a name beyond ASCII', ({ url, status }) => /%E6%97%A5/.test(url) && status === 302],
];

it('the demo prints a link for all that it has to show', async () => {
  const demo = program(['demo', '--port', '0', '--json']);
  const { input } = await demo.output(/\n\]\n/);
  const links = JSON.parse(input) as Link[];
  const lacking = MUST_OCCUR.filter(([, isShown]) => !links.some(isShown)).map(([what]) => what);
  expect(lacking).toEqual([]);
});
