import type { ProxyProcess } from './proxy-process.ts';
import { within } from './within.ts';

/** @param lines all lines of a metric, with its number as the first group; global and by line */
export async function metricSum({ adminUrl }: ProxyProcess, lines: RegExp): Promise<number> {
  const said = fetch(`${adminUrl}metrics`).then((response) => response.text());
  const text = await within('the proxy says its metrics', said);
  return [...text.matchAll(lines)].reduce((sum, [, count]) => sum + Number(count), 0);
}
