import { EXAMPLE_GROUPS, type ExampleFeature } from '../demo/example-features.ts';
import type { ExampleLink } from '../demo/example-link.ts';
import type { RecordsFile } from '../demo/records-file.ts';
import { publicAddress } from '../http/public-address.ts';
import { columns } from './terminal.ts';

/** What a newcomer may want to see first; the others are many. */
const SHOWN: ReadonlySet<ExampleFeature> = new Set<ExampleFeature>([
  'one URL',
  'the record page on request',
  'JSON API',
  'locations: by country',
  'locations: by language',
  'locations: by content negotiation',
  'locations: asked for by attribute',
  'locations: those of the prefix',
  'inactive prefix',
  'template handle',
  'template handle on a server that knows none',
  'alias chain',
  'alias loop',
  'service found through HS_SERV',
  'service of two servers',
  'certified',
  'unknown handle',
  'unknown prefix',
  'name with a hash sign',
  'record of several datagrams',
  'text appended to the URL',
]);

/** How many records of somebody's own file are shown. */
const SHOWN_RECORDS = 12;

/** The most instructive of the example links, for people: each on a line, below what it is about. */
export function exampleLinksText(links: readonly ExampleLink[]): string[] {
  const groups = EXAMPLE_GROUPS.map(({ heading, features }) => ({
    heading,
    shown: features.flatMap((feature) => firstOf(links, feature)),
  }));
  const shown = groups.flatMap((group) => group.shown);
  const lines = columns(shown.map(rowOf));
  const grouped = groups.flatMap((group) => [
    group.heading,
    ...lines.splice(0, group.shown.length).map((line) => `  ${line}`),
  ]);
  return [...grouped, more(links.length - shown.length, 'with --json')];
}

/** One link for what is shown; none for all else. */
function firstOf(links: readonly ExampleLink[], feature: ExampleFeature): readonly ExampleLink[] {
  const link = SHOWN.has(feature) ? links.find((each) => each.feature === feature) : undefined;
  return link === undefined ? [] : [link];
}

function rowOf({ url, headers, status, feature }: ExampleLink): readonly string[] {
  const sent = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
  return [url, String(status), sent.length === 0 ? feature : `${feature} (${sent.join('; ')})`];
}

/** Links to the records of somebody's own, for people. */
export function recordLinksText({ handles }: RecordsFile, url: string): string[] {
  const names = Object.keys(handles);
  const shown = names.slice(0, SHOWN_RECORDS);
  const { link } = publicAddress(url);
  const lines = columns(shown.map((handle) => [link(handle)]));
  return shown.length < names.length
    ? [...lines, more(names.length - shown.length, 'in the records file')]
    : lines;
}

function more(count: number, where: string): string {
  return `and ${count} more ${where}`;
}
