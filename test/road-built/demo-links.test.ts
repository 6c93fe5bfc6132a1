import { expect, it } from 'vitest';
import { program } from '../cli/program.ts';
import { get } from '../cli/request.ts';

interface Link {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
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
  ['an attribute asked for', ({ url }) => url.includes('locatt=id:')],
  ['an attribute asked for by name', ({ url }) => /locatt=\w+$/.test(url)],
  ['an attribute that none has', ({ url }) => url.includes('locatt=country:us')],
  ['a country', ({ url }) => url.includes('?country=')],
  ['the country of an address', ({ url }) => url.includes('?ip=')],
  ['a language', ({ headers }) => 'Accept-Language' in headers],
  ['a media type', ({ headers }) => /ld\+json/.test(headers.Accept ?? '')],
  ['a redirect for good', ({ status }) => status === 301],
  ['a redirect to something else', ({ status }) => status === 303],
  ['a temporary redirect', ({ status }) => status === 307],
  ['an inactive prefix', ({ status, feature }) => status === 404 && /inactive/.test(feature)],
  ['a template handle', ({ status, url }) => status === 302 && url.includes('@box(')],
  [
    'a server without templates',
    ({ url, status }) => /20\.500\.2\/.*@/.test(url) && status === 302,
  ],
  ['a name beyond ASCII', ({ url, status }) => /%E6%97%A5/.test(url) && status === 302],
];

async function startDemo(): Promise<readonly Link[]> {
  const demo = program(['demo', '--port', '0', '--json']);
  const { input } = await demo.output(/\n\]\n/);
  return JSON.parse(input) as Link[];
}

it('the demo prints a link for all that it has to show', async () => {
  const links = await startDemo();
  const lacking = MUST_OCCUR.filter(([, isShown]) => !links.some(isShown)).map(([what]) => what);
  expect(lacking).toEqual([]);
});

it('what its links show beside status and location is there', async () => {
  const links = await startDemo();
  const answerTo = (feature: string) =>
    get(links.find((link) => link.feature === feature)?.url ?? '');
  const inactive = await answerTo('inactive prefix');
  expect(inactive.body).toContain('This prefix has been given up.');
  expect(inactive.body).toContain('desk@example.org');
  const { link } = (await answerTo('links in a header')).headers;
  expect(link).toContain('<https://license.example.org/>; rel="license"');
  expect((await answerTo('headers of the record')).headers).toMatchObject({
    'x-collection': 'examples',
  });
  expect((await answerTo('locations: all of them, as XML')).body).toContain('country="de"');
  const record = await answerTo('template handle: its record');
  expect(record.body).toContain('https://example.org/picture?thumbnail');
});
