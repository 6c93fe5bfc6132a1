import type { RequestEvent } from '../../events.ts';

/** What became of a request, as operators sort them. */
export const REQUEST_OUTCOMES = [
  'redirect',
  /** A page, a record, a file. */
  'answered',
  'not-modified',
  'not-found',
  /** The values are not for the public. */
  'restricted',
  /** Any other fault of the request. */
  'bad-request',
  /** Too many requests from one client network. */
  'limited',
  /** Too many requests were waiting. */
  'shed',
  /** A handle server is too busy or in backup; or this proxy is about to stop. */
  'unavailable',
  /** What a handle server answered cannot be used. */
  'bad-upstream',
  /** No handle server answered in time. */
  'timeout',
  /** A fault of this program. */
  'error',
  /** The client went away before it was answered. */
  'aborted',
] as const;

export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** Positions among {@link REQUEST_OUTCOMES} by HTTP status. */
const BY_STATUS = Uint8Array.from({ length: 600 }, (_, status) =>
  REQUEST_OUTCOMES.indexOf(outcomeOf(status)),
);

const SHED = REQUEST_OUTCOMES.indexOf('shed');
const ERROR = REQUEST_OUTCOMES.indexOf('error');

/** Position of a request's outcome among {@link REQUEST_OUTCOMES}. */
export function outcomeAt({ status, isShed }: Pick<RequestEvent, 'status' | 'isShed'>): number {
  return isShed === true ? SHED : (BY_STATUS[status] ?? ERROR);
}

function outcomeOf(status: number): RequestOutcome {
  switch (status) {
    case 304:
      return 'not-modified';
    case 403:
      return 'restricted';
    case 404:
      return 'not-found';
    case 429:
      return 'limited';
    case 499:
      return 'aborted';
    case 502:
      return 'bad-upstream';
    case 503:
      return 'unavailable';
    case 504:
      return 'timeout';
  }
  if (status < 300) return 'answered';
  if (status < 400) return 'redirect';
  return status < 500 ? 'bad-request' : 'error';
}
