import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AddressRange, parseAddressRange } from '../../src/handle/address-range.ts';
import { type AdmissionOptions, createAdmission } from '../../src/http/admission.ts';
import { RateLimiter } from '../../src/http/rate-limiter.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { ask } from './kit/serve.ts';
import { wholeProxy } from './kit/whole-proxy.ts';

const PATH = '/20.500.1/abc';
const RECORDS = {
  '20.500.1/abc': { values: [{ index: 1, type: 'URL', data: 'https://example.org/' }] },
};

const ranges = (...texts: string[]) => texts.map((text) => parseAddressRange(text) as AddressRange);

describe('the rate of a client network', () => {
  it('is never more than what was there and what has been added since', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
        (perSecond, burst, waits) => {
          const clock = new VirtualClock();
          const limiter = new RateLimiter(clock, { perSecond, burst });
          let taken = 0;
          for (const wait of waits) {
            clock.advance(wait);
            if (limiter.take('n') === 0) taken += 1;
          }
          expect(taken).toBeLessThanOrEqual(burst + (clock.elapsed() / 1000) * perSecond + 1e-6);
        },
      ),
    );
  });

  it('lets who waits as long as told come again', () => {
    const clock = new VirtualClock();
    const limiter = new RateLimiter(clock, { perSecond: 2, burst: 3 });
    expect([1, 2, 3].map(() => limiter.take('n'))).toEqual([0, 0, 0]);
    const seconds = limiter.take('n');
    expect(seconds).toBe(1);
    clock.advance(seconds * 1000);
    expect(limiter.take('n')).toBe(0);
  });

  it('is its own', () => {
    const limiter = new RateLimiter(new VirtualClock(), { perSecond: 1, burst: 1 });
    expect([limiter.take('a'), limiter.take('b')]).toEqual([0, 0]);
    expect(limiter.take('a')).toBeGreaterThan(0);
  });
});

describe('admission', () => {
  const admit = (options: Partial<AdmissionOptions>) =>
    createAdmission({ burst: 1, exempt: [], ...options }, new VirtualClock());

  it('is not decided on where there is nothing to decide', () => {
    expect(admit({})).toBeUndefined();
  });

  it('counts a /24 of IPv4 and a /56 of IPv6 as one', () => {
    const of = admit({ perSecond: 1 });
    for (const [first, second] of [
      ['192.0.2.1', '192.0.2.200'],
      ['2001:db8::1', '2001:db8:0:ff::2'],
      ['::ffff:198.51.100.1', '198.51.100.2'],
    ] as const) {
      expect(of?.(first)).toBeUndefined();
      expect(of?.(second)).toMatchObject({ status: 429, retryAfterSeconds: 1 });
    }
  });

  it('is given to this machine and to the exempt always', () => {
    const of = admit({ perSecond: 1, exempt: ranges('192.0.2.0/24') });
    for (const address of ['127.0.0.1', '::1', '192.0.2.7']) {
      expect([of?.(address), of?.(address)]).toEqual([undefined, undefined]);
    }
  });

  it('is refused to the blocked, as the list is now', () => {
    let blocked = ranges('192.0.2.0/24', '2001:db8::/32');
    const of = admit({ blocked: () => blocked, exempt: ranges('192.0.2.7') });
    expect(of?.('192.0.2.7')).toEqual({ status: 403 });
    expect(of?.('2001:db8::1')).toEqual({ status: 403 });
    expect(of?.('203.0.113.1')).toBeUndefined();
    blocked = [];
    expect(of?.('192.0.2.7')).toBeUndefined();
  });
});

describe('who is not let in', () => {
  async function limited() {
    const proxy = await wholeProxy(RECORDS, {
      clientAddress: { trustedProxies: ['127.0.0.1'], header: 'X-Forwarded-For' },
      admission: createAdmission(
        { perSecond: 1, burst: 1, exempt: [], blocked: () => ranges('203.0.113.0/24') },
        new VirtualClock(),
      ),
    });
    onTestFinished(proxy.close);
    return (path: string, headers: Record<string, string>) => ask(proxy.port, path, { headers });
  }

  it('is told when to come again, as text or as problem details', async () => {
    const visit = await limited();
    const from = { 'X-Forwarded-For': '198.51.100.7' };
    expect((await visit(PATH, from)).status).toBe(302);
    const text = await visit(PATH, from);
    expect(text).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(text.headers['cache-control']).toBe('no-store');
    expect(text.body).toContain('Try again in 1 s');
    const json = await visit(`/api/handles${PATH}`, { ...from, Accept: 'application/json' });
    expect(json.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(json.body)).toMatchObject({ status: 429, title: 'Too Many Requests' });
  });

  it('is told so when blocked', async () => {
    const visit = await limited();
    const answer = await visit(PATH, { 'X-Forwarded-For': '203.0.113.9' });
    expect(answer).toMatchObject({ status: 403 });
    expect(answer.headers['retry-after']).toBeUndefined();
  });

  it('may still ask whether the server is well', async () => {
    const visit = await limited();
    const from = { 'X-Forwarded-For': '203.0.113.9' };
    expect((await visit('/livez', from)).status).toBe(200);
    expect((await visit('/readyz', from)).status).toBe(200);
  });
});
