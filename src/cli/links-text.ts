import type { ExampleFeature } from '../demo/example-features.ts';
import type { ExampleLink } from '../demo/examples.ts';
import type { RecordsFile } from '../demo/records-file.ts';
import { publicAddress } from '../http/public-address.ts';
import { columns } from './terminal.ts';

/** What a newcomer may want to see first; the others are many. */
const SHOWN: readonly ExampleFeature[] = [
  'one URL',
  'the record page on request',
  'JSON API',
  'alias chain',
  'locations: by country',
  'locations: by content negotiation',
  'template handle',
  'service found through HS_SERV',
  'service of two servers',
  'record of several datagrams',
  'certified',
  'unknown handle',
  'unknown prefix',
  'alias loop',
];

/** How many records of somebody's own file are shown. */
const SHOWN_RECORDS = 12;

/** The most instructive of the example links, for people. */
export function exampleLinksText(links: readonly ExampleLink[]): string[] {
  const shown = SHOWN.flatMap((feature) => links.find((link) => link.feature === feature) ?? []);
  const lines = columns(shown.map(({ url, status, feature }) => [url, String(status), feature]));
  return [...lines, more(links.length - shown.length, 'with --json')];
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
