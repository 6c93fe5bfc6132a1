import type { ExchangeEvent } from '../events.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Found } from '../resolver/resolution.ts';
import type { Language } from './language.ts';
import { MAX_SHOWN_EXCHANGES } from './limits.ts';

/** How a record was found, for the record page. */
export interface RoadView {
  /** What the cache had to do with it. */
  readonly summary: string;
  readonly steps: readonly RoadStep[];
}

/** Answers that send on to other servers. */
const REFERRALS: ReadonlySet<number> = new Set([
  ResponseCode.serviceReferral,
  ResponseCode.prefixReferral,
]);

const NO_TROUBLE: ReadonlySet<number> = new Set([ResponseCode.success, ...REFERRALS]);

/** One exchange with one server. */
export interface RoadStep {
  /** What the server was asked. */
  readonly question: string;
  /** The name that its site gives itself, or its address. */
  readonly who: string;
  readonly where: string;
  /** Protocol, time, and how often it was asked. */
  readonly how: string;
  readonly signature: string;
  /** What is wrong; undefined when nothing is. */
  readonly trouble: string | undefined;
}

/**
 * @param exchanges made for this visitor, in their order
 * @param now milliseconds since 1970
 */
export function roadView(
  found: Found,
  exchanges: readonly ExchangeEvent[],
  now: number,
  language: Language,
): RoadView {
  const seconds = Math.max(0, Math.round(Math.abs(found.freshUntil - now) / 1000));
  const duration = language.duration(roundedSeconds(seconds));
  return {
    summary: language.text(summaryKey(found, exchanges), { duration }),
    steps: exchanges.slice(0, MAX_SHOWN_EXCHANGES).map((event) => stepOf(event, language)),
  };
}

function summaryKey({ cache }: Found, exchanges: readonly ExchangeEvent[]): string {
  if (cache === 'stale') return 'road.stale';
  if (cache === 'local') return 'road.local';
  if (cache === 'hit') return 'road.hit';
  return exchanges.length === 0 ? 'road.joined' : 'road.fresh';
}

/** Nobody wants to read 86,399 seconds. */
function roundedSeconds(seconds: number): number {
  if (seconds >= 172_800) return Math.round(seconds / 86_400) * 86_400;
  if (seconds >= 7_200) return Math.round(seconds / 3_600) * 3_600;
  return seconds >= 120 ? Math.round(seconds / 60) * 60 : seconds;
}

function stepOf(event: ExchangeEvent, language: Language): RoadStep {
  const { purpose, protocol, address, port, site, milliseconds, attempts } = event;
  const time = language.number(Math.round(milliseconds * 10) / 10);
  const once = language.text('road.over', { protocol: protocol.toUpperCase(), time });
  const how =
    attempts > 1 ? `${once}, ${language.text('road.repeated', { count: attempts })}` : once;
  return {
    question: language.text(`road.${purpose}`),
    who: site ?? address,
    where: address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`,
    how,
    signature: signatureOf(event, language),
    trouble: troubleOf(event, language),
  };
}

/** An answer that only sends on elsewhere says so in place of who signed it, unless it was signed. */
function signatureOf(event: ExchangeEvent, language: Language): string {
  const { signature, signatureKey, responseCode } = event;
  if (signature !== undefined) {
    const digest = [signature, signatureKey].filter((part) => part !== undefined).join(', ');
    return language.text(signature === 'SHA-1' ? 'road.signedWeakly' : 'road.signed', { digest });
  }
  return responseCode !== undefined && REFERRALS.has(responseCode)
    ? language.text('road.referred', { code: String(responseCode) })
    : language.text('road.unsigned');
}

function troubleOf({ error, responseCode }: ExchangeEvent, language: Language): string | undefined {
  if (error !== undefined) return language.text('road.failed', { error });
  if (responseCode === undefined || NO_TROUBLE.has(responseCode)) return undefined;
  return language.text('road.code', { code: String(responseCode) });
}
