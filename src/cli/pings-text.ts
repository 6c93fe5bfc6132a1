import type { Site } from '../handle/site.ts';
import { isPrimary } from '../handle/site.ts';
import { responseCodeName } from '../protocol/response-code.ts';
import type { Ping } from '../resolver/ping-sites.ts';
import { columns } from './terminal.ts';

/** Hex digits of a fingerprint that people compare. */
const SHOWN_DIGITS = 16;

/** A table of interfaces with what came of asking each, and how many have answered. */
export function pingsText(pings: readonly Ping[], sites: readonly Site[]): string {
  const heading = ['SITE', 'SERVER', 'INTERFACE', 'FOR', 'TIME', 'VERSION', 'KEY', 'ANSWER'];
  const rows = pings.map((ping) => [
    siteText(ping, sites),
    String(ping.serverId),
    `${ping.protocol} ${addressText(ping)}`,
    purposeText(ping),
    ping.answer === undefined ? '-' : `${ping.answer.milliseconds.toFixed(1)} ms`,
    ping.answer?.version ?? '-',
    ping.keyFingerprint?.slice(0, SHOWN_DIGITS) ?? 'none',
    answerText(ping),
  ]);
  const answered = pings.filter(({ answer }) => answer !== undefined).length;
  const summary = `${answered} of ${pings.length} interfaces answered.`;
  return [...columns([heading, ...rows]), '', summary].join('\n');
}

function siteText({ site, description }: Ping, sites: readonly Site[]): string {
  const record = sites[site - 1];
  const role = record !== undefined && isPrimary(record) ? 'primary' : 'mirror';
  return description === undefined ? `${site} ${role}` : `${site} ${role} ${description}`;
}

function addressText({ address, port }: Ping): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function purposeText({ takesQueries, takesAdministration }: Ping): string {
  return [...(takesQueries ? ['query'] : []), ...(takesAdministration ? ['admin'] : [])].join('+');
}

function answerText({ answer, error, remark }: Ping): string {
  if (answer === undefined) return `${error}: ${remark}`;
  const { responseCode, attempts } = answer;
  return [
    `${responseCode} ${responseCodeName(responseCode)}`,
    ...(attempts > 1 ? [`sent ${attempts} times`] : []),
    ...(remark === '' ? [] : [remark]),
  ].join(', ');
}
