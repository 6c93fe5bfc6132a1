import { describe, expect, it } from 'vitest';
import { responseCodeOf, statusOf } from '../../src/http/outcome.ts';
import { outcomeHeaders } from '../../src/http/outcome-headers.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { systemClock } from '../../src/system.ts';
import { NOW } from './kit/fake-resolver.ts';

const outcome = (of: object) =>
  ({ handle: '1/x', asked: '1/x', aliases: [], message: '', ...of }) as unknown as Resolution;

describe('the status of an outcome', () => {
  it.each([
    [{ outcome: 'found', values: [] }, 200, 1],
    [{ outcome: 'handle-not-found', responseCode: 100 }, 404, 100],
    [{ outcome: 'values-not-found', responseCode: 200 }, 404, 200],
    [{ outcome: 'prefix-not-found' }, 404, 100],
    [{ outcome: 'alias-loop' }, 404, 100],
    [{ outcome: 'alias-chain-too-long' }, 404, 100],
    [{ outcome: 'alias-dangling' }, 404, 100],
    [{ outcome: 'restricted', responseCode: 402 }, 403, 402],
    [{ outcome: 'restricted', responseCode: 401 }, 403, 402],
    [{ outcome: 'timeout' }, 504, 2],
    [{ outcome: 'unreachable' }, 504, 2],
    [{ outcome: 'busy', responseCode: 3 }, 503, 3],
    [{ outcome: 'busy', responseCode: 7 }, 503, 7],
    [{ outcome: 'bad-answer', responseCode: 301 }, 502, 301],
    [{ outcome: 'bad-answer' }, 502, 2],
    [{ outcome: 'bad-signature' }, 502, 2],
    [{ outcome: 'service-loop' }, 502, 2],
    [{ outcome: 'referral-loop' }, 502, 2],
    [{ outcome: 'too-many-exchanges' }, 502, 2],
  ])('%j: HTTP %i, response code %i', (of, status, code) => {
    expect([statusOf(outcome(of)), responseCodeOf(outcome(of))]).toEqual([status, code]);
  });
});

describe('how long an outcome may be kept', () => {
  const headersOf = (of: object, pastCaches = false) =>
    outcomeHeaders(
      { clock: { ...systemClock, now: () => NOW }, httpMaxAge: 3600, surrogateKeys: false },
      outcome(of),
      pastCaches,
    );
  const found = { outcome: 'found', values: [], cache: 'hit', freshUntil: NOW + 90_999 };

  it('is the whole seconds until its values expire', () => {
    expect(headersOf(found)).toEqual({
      'Cache-Control': 'max-age=90',
      Expires: 'Thu, 01 Jan 2026 00:01:30 GMT',
      'Cache-Status': 'hdl-edge; hit; ttl=90',
    });
  });

  it('is no longer than the setting', () => {
    expect(headersOf({ ...found, freshUntil: NOW + 86_400_000 })).toMatchObject({
      'Cache-Control': 'max-age=3600',
      'Cache-Status': 'hdl-edge; hit; ttl=86400',
    });
  });

  it.each([NOW, NOW + 999, NOW - 5000])(
    'is nothing when less than a second is left',
    (freshUntil) => {
      expect(headersOf({ ...found, freshUntil, cache: 'miss' })).toEqual({
        'Cache-Control': 'no-store',
        'Cache-Status': 'hdl-edge; fwd=miss',
      });
    },
  );

  it('is nothing for whoever asked past the cache', () => {
    expect(headersOf(found, true)).toMatchObject({ 'Cache-Control': 'no-store' });
  });

  it('is a minute for what was not found', () => {
    expect(headersOf({ outcome: 'handle-not-found', cache: 'hit' })).toMatchObject({
      'Cache-Control': 'max-age=60',
      'Cache-Status': 'hdl-edge; hit',
    });
  });

  it.each(['timeout', 'bad-answer', 'restricted'])('is nothing for %s', (name) => {
    expect(headersOf({ outcome: name })).toEqual({ 'Cache-Control': 'no-store' });
  });

  it('is said with the time to wait when the server is busy', () => {
    expect(headersOf({ outcome: 'busy', retryAfterSeconds: 7 })).toEqual({
      'Cache-Control': 'no-store',
      'Retry-After': '7',
    });
    expect(headersOf({ outcome: 'busy' })).toMatchObject({ 'Retry-After': '5' });
  });
});
