import type { ExchangeEvent, RequestEvent, SnapshotEvent } from '../../../src/events.ts';
import type { ResolverStatistics } from '../../../src/resolver/cache-report.ts';

/** All statistics of a resolver at one number. */
export function statisticsOf(number: number): ResolverStatistics {
  return {
    hits: number,
    notFoundHits: number,
    staleHits: number,
    failureHits: number,
    misses: number,
    prefetches: number,
    refused: number,
    evictions: number,
    records: number,
    hotRecords: number,
    notFound: number,
    services: number,
    failures: number,
    servicesDown: number,
    waysEjected: number,
    bytes: number,
    maxBytes: number,
    exchangesUnderWay: number,
    shared: { hits: number, misses: number, errors: number, passedBy: number, stored: number },
  };
}

export const REQUEST: RequestEvent = {
  method: 'GET',
  target: '/20.500.1/abc',
  httpVersion: '1.1',
  scheme: 'https',
  way: 'web',
  status: 302,
  milliseconds: 30,
  clientAddress: '192.0.2.77',
  handle: '20.500.1/abc',
  responseCode: 1,
  cache: 'hit',
};

export const EXCHANGE: ExchangeEvent = {
  handle: '20.500.1/abc',
  purpose: 'record',
  protocol: 'udp',
  address: '192.0.2.1',
  port: 2641,
  milliseconds: 30,
  attempts: 1,
  bytes: 300,
  responseCode: 1,
};

export const SNAPSHOT: SnapshotEvent = {
  operation: 'read',
  entries: 7,
  bytes: 1_000,
  isWhole: true,
  milliseconds: 3,
};
